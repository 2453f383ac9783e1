"""Documents that match: trees joined of what an index answers, filtered, scored and put in
order."""
