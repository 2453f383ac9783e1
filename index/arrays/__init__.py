"""Postings and articles as flat arrays: a Whoosh codec over memory-mapped files."""
