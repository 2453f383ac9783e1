"""Title, authors and day of an article, each with the rule that found it."""
