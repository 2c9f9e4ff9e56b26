"""From a response to a typed value or an error."""
