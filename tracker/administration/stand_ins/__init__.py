"""Who stands in for an agency's leader, from a day to a day, by which paper (F43, F83)."""
