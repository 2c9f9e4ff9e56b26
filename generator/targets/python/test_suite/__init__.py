"""The tests that come with an SDK: what the templates in `templates/python/tests` print."""
