"""The page that is run: a window with its elements, scripts and files, made ready for the engine."""
