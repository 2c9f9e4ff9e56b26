"""One call: attempts, credentials, redirects, hooks and time limits."""
