"""From the facts of many files to one App. Knows no syntax."""
