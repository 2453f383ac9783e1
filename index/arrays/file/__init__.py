"""Arrays in a file: small integers, strings, many ranges at once."""
