"""What the programs on pages print of a result, and its output."""
