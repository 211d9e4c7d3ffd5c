"""Lambda and host code, templates and contact flows to facts. The only package that knows libcst."""
