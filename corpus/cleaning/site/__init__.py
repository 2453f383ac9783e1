"""What the pages of a site teach of each other, and the rules that people set for a site."""
