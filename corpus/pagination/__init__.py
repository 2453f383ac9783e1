"""The pages of one text: what a page says of its neighbours, and how they become one article."""
