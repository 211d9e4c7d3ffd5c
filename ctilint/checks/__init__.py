"""One module per page in ``rules/``, of the same name: ``check(app)`` yields problems."""
