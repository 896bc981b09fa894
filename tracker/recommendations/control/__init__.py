"""What a council's office watches over its recommendations by: the bands of delay and when a task counts as forgotten."""
