"""The rule book in ``rules/``, read when first asked."""
