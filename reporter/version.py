"""The version of the program, for every room that names it."""

__version__ = "0.1.0"
