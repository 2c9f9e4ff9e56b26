"""The HTTP client: sending, reading, waiting and closing."""
