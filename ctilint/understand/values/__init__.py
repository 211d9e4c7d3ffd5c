"""Which things a value can be."""
