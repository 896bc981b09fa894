"""Report requests: who is asked for which report by when, what the agency answers, item by item, and each version it sent."""
