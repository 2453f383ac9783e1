"""Here is a question, give me ten editorials: the query language, ranking, snippets, facets, suggestions."""
