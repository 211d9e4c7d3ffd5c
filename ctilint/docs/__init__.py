"""The documentation as a site: made of the rule book, the tables, README, the tutorials and the help of the commands.

Nothing is written here that stands elsewhere already: a page is put together from what the product itself says.
"""
