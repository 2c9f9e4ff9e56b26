"""Streams: responses whose items arrive one at a time."""
