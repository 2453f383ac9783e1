"""The command `backfile`: each command a few lines that call a package."""
