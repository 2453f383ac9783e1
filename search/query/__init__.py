"""The query language: text to a tree and back, and what of it is looked for."""
