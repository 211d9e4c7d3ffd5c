"""Which files are read, from disk, archive or standard input, and what each of them is."""
