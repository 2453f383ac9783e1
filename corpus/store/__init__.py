"""Here is a page, an article or a decision of a person, keep it for ever: one SQLite file."""
