"""When a term of a council ends, what is still open is handed to the next, item by item (features F35, U14)."""
