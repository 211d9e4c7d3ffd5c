"""What an internal error says: the file that was being judged, the error, and where it happened."""

from __future__ import annotations

import traceback

from ctilint.cli._printing import one_line
from ctilint.failures import judged_file


def describe(error: BaseException) -> str:
    """Return what to print for an uncaught error."""
    path = judged_file(error.__traceback__)
    about = f" while judging {one_line(path)}" if path else ""
    lines = [f"ctilint: internal error{about}: {type(error).__name__}: {one_line(str(error))}"]
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    lines.extend(f"  at {frame.filename}:{frame.lineno} in {frame.name}" for frame in reversed(frames))
    lines.append("  please report this with the file, or leave the file out with --exclude")
    return "\n".join(lines)
