"""What agencies answered and reported, side by side: series of figures, and what about them needs a look."""
