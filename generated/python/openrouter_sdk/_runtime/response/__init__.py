"""Responses: from status and bytes to a typed value or an error."""
