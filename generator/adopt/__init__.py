"""Adopt the calls of an existing SDK: read where they are listed, and find the configuration that keeps them."""
