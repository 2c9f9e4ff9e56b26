"""Find the operations that start or read work that goes on after the response, and how its end is seen.

`detect.py` is the entry point. The sources, in order: the config, `x-ms-long-running-operation` and the headers of a
response 202, and the names and values of the properties of a response.
"""
