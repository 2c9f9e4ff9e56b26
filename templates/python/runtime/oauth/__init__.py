"""OAuth 2.0: fetch, keep and renew access tokens."""
