"""Checks of code in the event-sink form."""
