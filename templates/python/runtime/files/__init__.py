"""Files: responses that are read in parts, saved and resumed; uploads that report their progress."""
