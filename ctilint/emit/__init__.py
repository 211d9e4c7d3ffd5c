"""The reference subscription module."""
