"""Who is told: notices waiting in the outbox."""
