"""Segments read: terms, postings and positions, and all segments as one reader."""
