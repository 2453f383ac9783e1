"""Here is a page, give me its article: from certain to doubtful, and nothing invented."""
