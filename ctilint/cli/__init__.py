"""The command line: one module per command; it parses options, calls one function and picks a report."""
