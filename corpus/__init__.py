"""Here is a site or a folder, give me clean articles: crawling, reading, cleaning, keeping,
correcting."""
