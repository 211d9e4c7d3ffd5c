"""What the scripts of a window say: who assigns, calls, returns and owns what, and by which names."""
