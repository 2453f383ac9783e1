"""Here is a site, give me its pages: one polite request at a time, each kept as it came."""
