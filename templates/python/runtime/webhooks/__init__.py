"""Webhooks: verify the signature of a request that the API sends, and read its event."""
