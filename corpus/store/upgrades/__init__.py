"""What brings a corpus file of an earlier layout up to date."""
