"""The models stage: the seam between the SDK and whoever writes its models."""
