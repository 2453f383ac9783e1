"""What a page's head and its structured data say of the article, and whom to believe."""
