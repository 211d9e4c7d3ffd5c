"""Zip archives (static resources) -> their members, in memory and within limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zipfile

SIGNATURE = b"PK\x03\x04"
SEPARATOR = "!/"
MEMBERS = 10_000
MEMBER_BYTES = 5_000_000
TOTAL_BYTES = 50_000_000
RATIO = 200
ENCRYPTED = 0x1
_CHUNK = 65_536


def is_archive(data: bytes) -> bool:
    """Say whether ``data`` is a zip archive."""
    return data.startswith(SIGNATURE)


def member_path(path: str, member: str) -> str:
    """Return the name under which ``member`` of the archive ``path`` is reported."""
    return f"{path}{SEPARATOR}{member}"


def split_path(path: str) -> tuple[str, str]:
    """Return the archive and the member that ``path`` names; the member is '' when it names none."""
    archive, _, member = path.partition(SEPARATOR)
    return archive, member


def members(data: bytes, wanted: frozenset[str], refused: list[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each member whose suffix is ``wanted``, in the order of names.

    What is not read for its size, or because the archive is broken, goes to ``refused`` with the reason; a reason
    for the archive as a whole stands under ''.
    """
    import io
    import zipfile

    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except Exception as error:  # noqa: BLE001 - a broken directory raises what it likes, an IndexError too
        refused.append(("", f"broken archive: {error}"))
        return
    if len(infos) > MEMBERS:
        refused.append(("", f"{len(infos)} members; the first {MEMBERS} are read"))
        infos = infos[:MEMBERS]
    left = TOTAL_BYTES
    seen: set[str] = set()
    for info in sorted(infos, key=lambda item: item.filename):
        name = info.filename
        if name.endswith("/") or name in seen or _suffix(name) not in wanted:
            continue
        seen.add(name)
        limit = min(MEMBER_BYTES, left, max(info.compress_size, 1) * RATIO)
        if info.flag_bits & ENCRYPTED:
            refused.append((name, "encrypted"))
            continue
        try:
            content = _read(archive, info, limit)
        except Exception as error:  # noqa: BLE001 - each compression has errors of its own (LZMAError is no OSError)
            refused.append((name, f"broken member: {error}"))
            continue
        if content is None:
            refused.append((name, f"larger than {limit:,} bytes when unpacked"))
            continue
        left -= len(content)
        yield name, content


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    with archive.open(info) as stream:
        while part := stream.read(_CHUNK):
            size += len(part)
            if size > limit:
                return None
            parts.append(part)
    return b"".join(parts)


def _suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition("/")[2].rpartition(".")
    return f".{suffix.lower()}" if dot and stem else ""
