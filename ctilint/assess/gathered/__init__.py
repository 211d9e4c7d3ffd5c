"""What the files of an app hold that a migration must know."""
