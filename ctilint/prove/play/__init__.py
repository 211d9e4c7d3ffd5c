"""The play: scenarios done to a page in the sandbox or a browser, and what was seen."""
