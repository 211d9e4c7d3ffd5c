"""The language server: an app as it stands in an editor's buffers, judged at each change."""
