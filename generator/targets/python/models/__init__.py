"""Models stages: what writes the models of an SDK."""
