"""Which days are worked, how days are counted, and how a date was computed."""
