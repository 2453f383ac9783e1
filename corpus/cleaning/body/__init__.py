"""Which lines are the article, and what was left out, and why."""
