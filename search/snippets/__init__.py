"""What is shown of a document: the best passages, and what is marked in them."""
