"""Code of single features that few SDKs have."""
