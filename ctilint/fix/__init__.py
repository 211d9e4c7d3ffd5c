"""Fixes to new text, ordered and verified."""
