"""App and findings to the migration assessment and the Voice notes."""
