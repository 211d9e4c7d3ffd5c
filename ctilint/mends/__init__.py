"""What mends a problem: one module per rule whose check finds it, ``mend(app, problem)``, read when first asked.

A mend yields fixes, the best first, or says by hand why there is none. Its edits are insertions where they can be: the
text between them is not touched, whatever stands in it.
"""
