"""Checks of code that uses the Console Integration Toolkit."""
