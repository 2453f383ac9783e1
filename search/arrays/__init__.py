"""An array index asked: words, phrases, expansions, and the documents to be shown."""
