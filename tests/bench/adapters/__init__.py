"""What each contestant does, in its own words: make a client, call once, read a stream.

`call` returns the whole answer, `stream` the chunks. The clients are made over an HTTP client where one is given.
"""
