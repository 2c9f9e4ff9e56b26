"""The tabs of programs on a site: the same call with the sync client, with the async client, and with curl."""
