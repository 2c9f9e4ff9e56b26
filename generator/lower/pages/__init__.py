"""Find the operations whose responses are pages of a list, and how each leads to the next page.

`detect.py` is the entry point. The sources, in order: the config, the extensions of the document, and what the names
and types of the parameters and the response show.
"""
