"""Which files make a window, in which order its scripts run, which libraries it loads."""
