"""The commands, one a module.

Each has `register`, which declares its arguments, and `run`, which takes them and returns the exit code. It imports
what it needs when it runs, so that `--help` is quick.
"""
