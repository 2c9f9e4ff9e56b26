"""Files: responses that are read in parts, saved and resumed; the progress of uploads."""
