"""Which deadlines are running, what a change of the calendar or of a rule would move, and moving them."""
