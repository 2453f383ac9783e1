"""What both sides of an index share: the analyzer, the fields, synced files, the error for
damage."""
