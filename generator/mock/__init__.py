"""A mock server: responds to requests as an OpenAPI document promises, and validates them."""
