"""From (path, bytes) to the facts of that file. Knows syntax, knows no other file."""
