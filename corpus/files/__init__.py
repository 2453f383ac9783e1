"""Pages out of files and archives; pages and articles into files."""
