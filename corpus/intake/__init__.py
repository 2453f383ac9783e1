"""Pages become stored articles, again and again; what all of them teach of each."""
