"""A segment read: its terms, where they stand, all segments as one."""
