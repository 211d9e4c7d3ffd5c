"""Markup, metadata XML and call center files -> elements, scripts, includes and masks, each with its place."""
