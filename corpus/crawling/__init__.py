"""Here is a site, give me its pages: one polite request at a time, everything kept the moment it
came."""
