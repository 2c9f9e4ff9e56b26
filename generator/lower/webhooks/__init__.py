"""Webhooks and callbacks: their bodies, the union of all events, and how a receiver checks and reads them."""
