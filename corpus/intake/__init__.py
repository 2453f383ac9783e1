"""Here are pages, make stored articles of them, again and again, by what all teach of each."""
