"""Requests: their parameters, credentials and bodies, read and validated."""
