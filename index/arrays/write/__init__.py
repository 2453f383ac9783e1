"""Articles written as a segment, and segments merged into one."""
