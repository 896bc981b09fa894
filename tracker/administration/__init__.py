"""Keeping accounts: who may sign in, which roles they hold where. Every change is an event and ends their sessions."""
