"""What running a function does."""
