"""The documents that a query matches: found, filtered, scored and put in order."""
