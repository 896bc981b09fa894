"""What agencies propose to the Council."""
