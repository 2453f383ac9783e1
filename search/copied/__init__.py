"""Which words of a draft were published before, and where."""
