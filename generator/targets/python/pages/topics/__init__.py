"""Pages on one topic each."""
