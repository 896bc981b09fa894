"""What stood when: spans of time per record, made from the events in their transaction, and from them alone."""
