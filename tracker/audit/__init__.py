"""What happened: append-only events."""
