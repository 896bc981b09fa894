"""`python -m tracker` is the command `tracker`."""

from tracker.commands import main

main()
