"""From a syntax tree to facts, once. The only package that knows tree-sitter."""
