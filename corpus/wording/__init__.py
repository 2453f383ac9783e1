"""What newspapers call things, in their languages: names, bylines, labels of days, page heads."""
