"""Findings to text, JSON and other forms."""
