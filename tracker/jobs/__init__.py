"""What is done outside of requests: a row is the truth, a queue at most wakes whoever works."""
