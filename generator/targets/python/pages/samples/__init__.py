"""Sample arguments of calls for the programs on pages."""
