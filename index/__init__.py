"""Here are articles, give me an index: one analyzer, generations that switch in one step, checksums, verification."""
