"""Here are the pages of one text, make one article of them, by what each says of the others."""
