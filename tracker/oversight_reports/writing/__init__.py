"""The words that a report begins with, made from the records. It is an official paper: Vietnamese for every reader."""
