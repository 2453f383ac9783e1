"""Pages for a browser, and the same as data."""
