"""What the mends of scripts share: how the file is written, drafts of edits, functions wrapped in try."""
