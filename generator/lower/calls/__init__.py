"""Names for calls: the resource path and the method name of every operation, in words of no language."""
