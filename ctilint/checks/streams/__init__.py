"""Checks of code that uses Amazon Connect Streams."""
