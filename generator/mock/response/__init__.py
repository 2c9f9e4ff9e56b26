"""Responses: the choice of status, media type and example, and the bodies."""
