"""Here are files or web archives, give me their pages; here is a corpus, write it to a file."""
