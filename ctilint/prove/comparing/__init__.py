"""Whether an app that is run does the same before and after a mend, but for what the mend is meant to change."""
