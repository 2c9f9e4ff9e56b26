"""Work that goes on after the response: ask for its state until it has ended."""
