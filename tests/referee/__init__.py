"""Calls of generated SDKs, checked by Prism: a server that validates requests and is not part of this project."""
