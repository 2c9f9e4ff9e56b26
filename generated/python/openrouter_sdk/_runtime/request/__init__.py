"""Requests: from the arguments of a call to headers, query and body."""
