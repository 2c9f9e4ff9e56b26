"""Build the pages of an SDK as a static site: HTML files that work from a folder, without a network."""
