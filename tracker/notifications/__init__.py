"""Who is told: notices, how people want to be told, and mails on their way."""
