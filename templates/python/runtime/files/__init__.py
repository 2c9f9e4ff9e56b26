"""Responses that are files: read in chunks, saved to disk, resumed after a lost connection."""
