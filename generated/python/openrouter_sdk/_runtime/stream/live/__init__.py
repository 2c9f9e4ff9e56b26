"""Streams that continue on another connection when theirs ends."""
