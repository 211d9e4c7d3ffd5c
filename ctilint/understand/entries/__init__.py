"""Which functions something outside the app's own code runs, and when."""
