"""The same records and steps as JSON."""
