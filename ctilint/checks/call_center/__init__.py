"""Checks of call center definition files."""
