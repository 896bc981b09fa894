"""Who acts: people, the roles they hold, what they may see, how they sign in."""
