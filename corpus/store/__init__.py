"""One SQLite file: hosts, urls, fetches, articles, and what people decided."""
