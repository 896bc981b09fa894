"""Where each sentence came from and what became of it."""
