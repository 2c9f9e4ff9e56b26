"""The transport: the HTTP client, the `User-Agent` header and log lines."""
