"""Responses that are pages of a list."""
