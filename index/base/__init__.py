"""What both sides of an index share: the analyzer, the fields, the ranking, synced files, the error
for damage."""
