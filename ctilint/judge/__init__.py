"""Runs the checks; suppressions and baseline."""
