"""What the gathered means: answers, dates, effort, the verdict."""
