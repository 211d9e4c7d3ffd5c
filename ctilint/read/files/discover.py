"""Paths -> the files worth opening, and their bytes. With ``listing.py``, all that touches the disk.

Paths are written as the run was given them, relative to the folder it was started in, with ``/``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ctilint.read.files.archive import SEPARATOR, is_archive, member_path, members, split_path
from ctilint.read.files.kinds import NEVER_SCRIPT
from ctilint.read.files.listing import NEVER_LISTED, Listing, Skipped, reason_of
from ctilint.read.files.marks import speaks_of_cti, speaks_of_server
from ctilint.read.source import wide_encoding

if TYPE_CHECKING:
    from ctilint.read.files.names import Index

UNREAD = "cannot be read: "
LARGEST_FILE = 5_000_000
LARGEST_NAMED = 100_000_000
LARGEST_MINIFIED = 500_000
_FIRST_READ = 65_536
_MINIFIED_LINE = 400
_MANY = 1_000
_PICTURES = frozenset(
    """.7z .a .avi .bin .bmp .bz2 .class .dll .doc .docx .dylib .eot .exe .gif .gz .icns .ico .jar .jpeg .jpg .lockb
    .m4a .mov .mp3 .mp4 .o .odt .ogg .otf .pack .pdf .png .ppt .pptx .psd .pyc .rar .so .svg .swf .tar .tgz .tif
    .tiff .ttf .wasm .wav .webm .webp .woff .woff2 .xls .xlsx .xz""".split()
)
_PROSE = frozenset(
    """.cls .css .csv .less .lock .log .map .markdown .md .mdx .rst .sass .scss .trigger .tsv .txt""".split()
)
# What editors, merges and patches put aside: the file beside it is the one that counts, and the one that is mended.
_COPIES = frozenset({".bak", ".old", ".orig", ".rej", ".swp", "~"})
_NEVER_READ = _PICTURES | _PROSE | _COPIES
# Of no use to the client's side, though other files may name it: data, and what other languages are written in.
_NO_CLIENT = _NEVER_READ | NEVER_SCRIPT
_SERVER = frozenset({".py", ".yaml", ".yml", ".json", ".csv", ".template"})
_ZIPPED = frozenset({".resource", ".zip"})
_IN_ARCHIVE = frozenset(
    """.aspx .cjs .component .erb .htm .html .js .jsp .jsx .mjs .page .php .svelte .ts .tsx .vue .xml""".split()
)
_MODULES = frozenset(
    """.app .aspx .cjs .cmp .component .erb .es6 .htm .html .js .jsp .jsx .mjs .page .php .svelte .ts .tsx .vf
    .vue""".split()
)
_CODE = frozenset({".cjs", ".es6", ".js", ".jsx", ".mjs", ".ts", ".tsx"})
_TAGGED = frozenset({".app", ".cmp", ".component", ".html", ".page", ".vf"})


class MissingPathError(Exception):
    """A path that was named does not exist; ``args[0]`` is the path."""


class Tree:
    """The files under the paths of one run.

    ``exclude`` holds patterns in the manner of ``.gitignore``, relative to the folder of the run; they hold for named
    paths too and are lifted by ``no_exclude``. ``skipped`` and ``seen`` are complete when ``cti_documents`` is.
    """

    def __init__(
        self,
        paths: Iterable[str] = (".",),
        *,
        exclude: Iterable[str] = (),
        no_exclude: bool = False,
        use_gitignore: bool = True,
        max_minified: int = LARGEST_MINIFIED,
    ) -> None:
        self.paths = tuple(_shown(path) for path in paths)
        for path in self.paths:
            if not os.path.lexists(path):
                raise MissingPathError(path)
        self._bases = tuple(path if os.path.isdir(path) else os.path.dirname(path) for path in self.paths)
        self._listing = Listing(self.paths, () if no_exclude else exclude, use_gitignore=use_gitignore)
        self.skipped = self._listing.skipped
        self.seen = 0
        self._max_minified = max_minified
        self._named = frozenset(self.paths)
        self._files: tuple[str, ...] | None = None
        self._cti: set[str] = set()
        self._archives: dict[str, dict[str, bytes]] = {}
        self._index: Index | None = None
        self._references: dict[str, str] = {}
        self._folders: dict[str, frozenset[str]] = {}
        self._searched: list[slice] = []

    # What a run asks for

    def cti_documents(self) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of every file that speaks of CTI, and of every file that was named."""
        for path in self._within(self._searched[-1:]) if self._searched else self.files():
            suffix = _suffix(path)
            named = path in self._named
            if suffix in _NO_CLIENT and not named:
                continue
            data = self._read(path)
            if data is None:
                continue
            if is_archive(data):
                if suffix in _ZIPPED or named:
                    yield from self._archive_documents(path, data)
            elif named or (speaks_of_cti(data) and not self._is_left_out(path, suffix, data)):
                self._cti.add(path)
                yield path, data
            elif self._cti and suffix in _MODULES:
                # Where there is CTI code, it will be asked who pulls it in: the text is at hand now.
                self._note_references(path, suffix, data)

    def is_large(self) -> bool:
        """Say whether so many files are listed that more than one process is worth its start."""
        return self.count() >= _MANY

    def count(self) -> int:
        """Return how many files are listed."""
        return len(self._listed())

    def narrow(self, first: int, last: int) -> None:
        """Search, from now on, only the listed files from number ``first`` to before ``last``.

        ``mentions`` searches all that were searched so far. What others pull in is opened and found wherever it lies.
        """
        self._searched.append(slice(first, last))

    def _within(self, parts: Iterable[slice]) -> Iterator[str]:
        listed = self._listed()
        for part in parts:
            yield from listed[part]

    def server_documents(self) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of the files that can be the server side of an Amazon Connect deployment."""
        for path in self.files():
            if _suffix(path) in _SERVER or path in self._named or _is_server_name(path):
                data = self._read(path)
                if data is not None and b"\0" not in data[:1024] and (speaks_of_server(data) or _lists_libraries(path)):
                    yield path, data

    def mentions(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield pages and modules that do not speak of CTI themselves but pull in a file with one of these names."""
        wanted = frozenset(name.lower().replace("-", "") for name in names)
        if not wanted:
            return
        for path in self._within(self._searched) if self._searched else self.files():
            suffix = _suffix(path)
            if path in self._cti or suffix not in _MODULES:
                continue
            data = None
            if path not in self._references:
                data = self._read(path)
                self._note_references(path, suffix, data or b"")
            if wanted.isdisjoint(self._references[path].split("\n")):
                continue
            data = data or self._read(path)
            if data is not None and not self._is_bundle(path, suffix, data):
                yield path, data

    def _note_references(self, path: str, suffix: str, data: bytes) -> None:
        from ctilint.read.files.names import references

        # One text a file: there can be many files, with a few words each.
        self._references[path] = "\n".join(references(data, markup=suffix not in _CODE, tags=suffix in _TAGGED))

    def open(self, path: str) -> bytes | None:
        """Return the bytes of a file or archive member that another one names, None when it is not to be read."""
        archive, member = split_path(path)
        suffix = _suffix(path)
        if not self._is_allowed(archive) or (suffix in _NEVER_READ and path not in self._named):
            return None
        data = self._members(archive).get(member) if member else self._read(archive)
        if data is None or (_is_binary(data) and suffix not in _MODULES) or self._is_bundle(path, suffix, data):
            return None
        return data

    def bytes_of(self, path: str) -> bytes | None:
        """Return the bytes of a file that ``files`` lists, whatever its suffix says; None when it cannot be read."""
        return self._read(path)

    def exists(self, path: str) -> bool:
        """Say whether ``path`` is a file that may be read."""
        archive, member = split_path(path)
        if not self._is_allowed(archive):
            return False
        return not member or member in self._members(archive)

    def find(self, kind: str, name: str) -> list[str]:
        """Return the files of a resource, component, aura, lwc or page called ``name`` (any case), in order.

        Pictures, styles and prose are left out.
        The members of an archive that is a resource are named like the files of a folder.
        """
        if self._index is None:
            from ctilint.read.files.names import Index

            self._index = Index(self.files())
        found = [path for path in self._index.find(kind, name) if _suffix(path) not in _NEVER_READ]
        if kind != "resource":
            return found
        paths: list[str] = []
        for path in found:
            inside = self._members(path) if _suffix(path) in _ZIPPED else {}
            paths += [member_path(path, member) for member in inside] or [path]
        return paths

    def _listed(self) -> tuple[str, ...]:
        if self._files is None:
            for _ in self.files():
                pass
        return self._files or ()

    def files(self) -> Iterator[str]:
        """Yield every file that is listed, in order; the disk is asked once."""
        if self._files is not None:
            yield from self._files
            return
        files: list[str] = []
        for path in self._listing.files():
            files.append(path)
            yield path
        self._files = tuple(files)
        self.seen = len(files)

    # Reading

    def _is_allowed(self, path: str) -> bool:
        """Say whether a file that another one names may be read: it exists, and lies where the run may look."""
        base = max((base for base in self._bases if path.startswith(f"{base}/")), key=len, default="")
        if path.startswith(("/", "../")) and not base:
            return False
        folder, slash, name = path.rpartition("/")
        return (
            name in self._names_in(folder or slash or ".")
            and not NEVER_LISTED.intersection(path[len(base) :].split("/"))
            and not self._listing.is_excluded(path, folder=False)
            and os.path.isfile(path)
            and not self._listing.leads_out(path)
        )

    def _names_in(self, folder: str) -> frozenset[str]:
        """Return what stands in a folder: asked once, for imports are looked for under many names."""
        known = self._folders.get(folder)
        if known is None:
            try:
                known = frozenset(os.listdir(folder))
            except OSError:
                known = frozenset()
            self._folders[folder] = known
        return known

    def _read(self, path: str) -> bytes | None:
        limit = LARGEST_NAMED if path in self._named else LARGEST_FILE
        try:
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        except OSError as error:
            self._listing.note(path, f"{UNREAD}{reason_of(error)}")
            return None
        try:
            data = os.read(handle, _FIRST_READ)
            if len(data) < _FIRST_READ:
                return data
            size = os.fstat(handle).st_size
            if size > limit:
                self._listing.note(path, f"larger than {limit // 1_000_000} MB ({size / 1_000_000:.1f} MB)")
                return None
            parts = [data]
            held = len(data)
            while held <= limit and (part := os.read(handle, limit)):
                parts.append(part)
                held += len(part)
            if held > limit:  # what grows, or has no end and no size: the files of /proc, a pipe's other name
                self._listing.note(path, f"larger than {limit // 1_000_000} MB")
                return None
            return b"".join(parts)
        except OSError as error:
            self._listing.note(path, f"{UNREAD}{reason_of(error)}")
            return None
        finally:
            os.close(handle)

    def _is_left_out(self, path: str, suffix: str, data: bytes) -> bool:
        if suffix not in _MODULES and _is_binary(data):
            self._listing.note(path, "binary")
            return True
        return self._is_bundle(path, suffix, data)

    def _is_bundle(self, path: str, suffix: str, data: bytes) -> bool:
        """Say whether a file is left out as a minified bundle; a library of Salesforce's or Amazon's never is."""
        if path in self._named or len(data) <= self._max_minified or suffix not in _MODULES:
            return False
        if len(data) // (data.count(b"\n") + 1) < _MINIFIED_LINE:
            return False
        from ctilint.read.files.vendored import recognise

        if recognise(data.decode("latin-1")) is not None:
            return False
        self._listing.note(path, f"minified bundle of {len(data) // 1000} kB")
        return True

    def _archive_documents(self, path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
        for name, content in self._unpacked(path, data).items():
            inside = member_path(path, name)
            if speaks_of_cti(content) and not self._is_bundle(inside, _suffix(name), content):
                self._cti.add(inside)
                yield inside, content

    def _members(self, path: str) -> dict[str, bytes]:
        if path in self._archives:
            return self._archives[path]
        data = self._read(path)
        return self._unpacked(path, data) if data is not None and is_archive(data) else {}

    def _unpacked(self, path: str, data: bytes) -> dict[str, bytes]:
        found = self._archives.get(path)
        if found is None:
            refused: list[tuple[str, str]] = []
            found = dict(members(data, _IN_ARCHIVE, refused))
            # A resource of the org is part of the app: what cannot be read of it is no side note.
            must = path in self._named or path.endswith(".resource") or "/staticresources/" in f"/{path}"
            for name, reason in refused:
                broken = must and reason.startswith(("broken", "encrypted"))
                self._listing.note(member_path(path, name) if name else path, f"{UNREAD if broken else ''}{reason}")
            self._archives.clear()
            self._archives[path] = found
        return found


def _shown(path: str) -> str:
    """Return ``path`` as findings show it: relative to the working folder where it lies inside, with ``/``."""
    if os.path.isabs(path):
        here = os.getcwd()
        if os.path.commonpath([here, path]) == here:
            path = os.path.relpath(path, here)
    return os.path.normpath(path).replace(os.sep, "/")


def _is_binary(data: bytes) -> bool:
    return b"\0" in data[:_FIRST_READ] and not data.startswith((b"\xff\xfe", b"\xfe\xff")) and not wide_encoding(data)


def _suffix(path: str) -> str:
    if path.endswith("~"):
        return "~"
    stem, dot, suffix = path.rpartition("/")[2].rpartition(".")
    return f".{suffix.lower()}" if dot and stem else ""


def _is_server_name(path: str) -> bool:
    """Say whether a file is known by its name: requirements, a project file, a contact flow exported without suffix."""
    return "." not in path.rpartition("/")[2] or _lists_libraries(path)


def _lists_libraries(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name == "pyproject.toml" or (name.startswith("requirements") and name.endswith(".txt"))


__all__ = ["SEPARATOR", "MissingPathError", "Skipped", "Tree"]
