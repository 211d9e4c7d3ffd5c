"""Checks of the server side of an Amazon Connect deployment: Lambda and host code, templates, contact flows."""
