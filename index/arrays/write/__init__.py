"""Articles become a segment, and segments become one."""
