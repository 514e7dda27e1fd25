"""The report and every rendering of it: one JSON document, a terminal page, pictures."""
