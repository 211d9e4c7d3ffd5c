import io
import os
import zipfile

import pytest

from ctilint.read.files import discover
from ctilint.read.files.discover import MissingPathError, Skipped, Tree

CTI = "sforce.opencti.screenPop({});"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(root, files):
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())


def documents(tree):
    return [path for path, _ in tree.cti_documents()]


def packed(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return stream.getvalue()


def test_files_that_speak_of_cti_come_in_order_with_their_bytes(here):
    put(here, {"b/z.js": CTI, "b/a.page": f"<script>{CTI}</script>", "a.js": CTI, "c.js": "nothing()", "d.png": CTI})
    tree = Tree()
    assert list(tree.cti_documents()) == [
        ("a.js", CTI.encode()),
        ("b/a.page", f"<script>{CTI}</script>".encode()),
        ("b/z.js", CTI.encode()),
    ]
    assert tree.seen == 5
    assert tree.skipped == []


def test_prose_and_pictures_are_not_opened_unless_named(here):
    put(here, {"a.md": CTI, "b.cls": CTI, "c.unknown": CTI})
    assert documents(Tree()) == ["c.unknown"]
    assert documents(Tree(["a.md", "b.cls"])) == ["a.md", "b.cls"]


def test_a_named_file_is_read_whatever_stands_in_it(here):
    put(here, {"plain.js": "f()", "bin": b"\0\1"})
    assert documents(Tree(["plain.js", "bin", "./plain.js"])) == ["plain.js", "bin"]


def test_paths_are_shown_relative_to_the_run(here, tmp_path_factory):
    put(here, {"app/a.js": CTI})
    outside = tmp_path_factory.mktemp("outside")
    put(outside, {"b.js": CTI})
    assert documents(Tree(["./app/"])) == ["app/a.js"]
    assert documents(Tree([str(here / "app")])) == ["app/a.js"]
    assert documents(Tree([str(outside)])) == [f"{outside}/b.js"]


def test_a_path_that_does_not_exist_is_named(here):
    with pytest.raises(MissingPathError) as caught:
        Tree(["nowhere/at/all"])
    assert caught.value.args == ("nowhere/at/all",)


def test_repositories_and_packages_are_left_out(here):
    put(here, {".git/a.js": CTI, "node_modules/x/a.js": CTI, "x/node_modules/a.js": CTI, "a.js": CTI})
    tree = Tree()
    assert documents(tree) == ["a.js"]
    assert [found.path for found in tree.skipped] == ["node_modules", "x/node_modules"]
    assert documents(Tree(["node_modules/x"])) == ["node_modules/x/a.js"]


def test_gitignore_files_hold_for_what_is_found_not_for_what_is_named(here):
    put(
        here,
        {".gitignore": "dist/\n*.gen.js\n", "dist/a.js": CTI, "b.gen.js": CTI, "x/.gitignore": "c.js\n", "x/c.js": CTI},
    )
    tree = Tree()
    assert documents(tree) == []
    assert tree.skipped == [Skipped(path, "named in .gitignore") for path in ("b.gen.js", "dist", "x/c.js")]
    assert documents(Tree(["dist", "b.gen.js"])) == ["dist/a.js", "b.gen.js"]
    assert documents(Tree(use_gitignore=False)) == ["b.gen.js", "dist/a.js", "x/c.js"]


def test_excludes_hold_for_every_path(here):
    put(here, {"lib/a.js": CTI, "src/b.js": CTI, "src/gen/c.js": CTI})
    tree = Tree(exclude=["lib/", "gen"])
    assert documents(tree) == ["src/b.js"]
    assert tree.skipped == [Skipped("lib", "excluded"), Skipped("src/gen", "excluded")]
    for named in ("lib", "lib/a.js", "src/gen/c.js"):
        tree = Tree([named], exclude=["lib/", "gen"])
        assert documents(tree) == []
        assert tree.skipped == [Skipped(named, "excluded")]
        assert tree.open("lib/a.js") is None
        assert not tree.exists("lib/a.js")
    assert documents(Tree(["lib/a.js"], exclude=["lib/"], no_exclude=True)) == ["lib/a.js"]


def test_large_files_are_noted_and_read_when_named(here, monkeypatch):
    monkeypatch.setattr(discover, "LARGEST_FILE", 1_000_000)
    put(here, {"big.js": f"{CTI}\n" * 60_000})
    tree = Tree()
    assert documents(tree) == []
    assert tree.skipped == [Skipped("big.js", "larger than 1 MB (1.8 MB)")]
    ((_, data),) = Tree(["big.js"]).cti_documents()
    assert len(data) == 60_000 * (len(CTI) + 1)


def test_minified_bundles_are_noted_unless_they_are_a_known_library(here):
    line = "x=1;" * 500 + "\n"
    library = 'connect.version="1.0";makeEnum;initCCP;EventGraph;ClientMethods;connect.core.initCCP();'
    put(
        here,
        {"a.js": CTI + line * 20, "b.js": (CTI + "\n") * 1000, "c.js": library + line * 20, "r/d.js": CTI + line * 20},
    )
    tree = Tree(max_minified=20_000)
    assert documents(tree) == ["b.js", "c.js"]
    assert tree.skipped == [Skipped("a.js", "minified bundle of 40 kB"), Skipped("r/d.js", "minified bundle of 40 kB")]
    assert tree.open("a.js") is None
    assert documents(Tree(["a.js"], max_minified=20_000)) == ["a.js"]


def test_binary_files_are_noted(here):
    put(
        here,
        {"a.dat": b"\0" + CTI.encode(), "b.js": b"\0" + CTI.encode(), "c.txt2": b"\xff\xfe" + CTI.encode("utf-16-le")},
    )
    tree = Tree()
    assert documents(tree) == ["b.js", "c.txt2"]
    assert tree.skipped == [Skipped("a.dat", "binary")]


def test_links_loops_pipes_and_closed_folders_are_noted(here, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    put(outside, {"o.js": CTI})
    put(here, {"a/a.js": CTI})
    (here / "out.js").symlink_to(outside / "o.js")
    (here / "a" / "loop").symlink_to(here)
    (here / "again").symlink_to(here / "a")
    (here / "b.js").symlink_to(here / "a" / "a.js")
    (here / "dead").symlink_to(here / "nothing")
    (here / "self").symlink_to("self")
    (here / "out").symlink_to(outside)
    (here / "top").symlink_to("/")
    (here / "system").symlink_to("/proc")
    os.mkfifo(here / "pipe")
    tree = Tree()
    assert documents(tree) == ["a/a.js"]
    assert {found.path: found.reason for found in tree.skipped} == {
        "a/loop": "link to a folder that is read already",
        "again": "link to a folder that is read already",
        "b.js": "link to a file that is read already",
        "dead": "broken link",
        "out": "link that leads out of what was given",
        "out.js": "link that leads out of what was given",
        "pipe": "not a regular file",
        "self": "broken link",
        "system": "link that leads out of what was given",
        "top": "link that leads out of what was given",
    }
    for closed in ("out/o.js", "out.js", "top/etc/passwd", "system/version"):
        assert tree.open(closed) is None
    assert documents(tree := Tree(["pipe"])) == []
    assert tree.skipped == [Skipped("pipe", "not a regular file")]


def test_what_the_system_refuses_is_noted(here, monkeypatch):
    put(here, {"a/x.js": CTI, "b.js": CTI})
    real_scan, real_open = os.scandir, os.open

    def scan(path):
        if str(path).endswith("/a"):
            raise PermissionError(13, "Permission denied")
        return real_scan(path)

    def opened(path, *rest):
        if path == "b.js":
            raise PermissionError(13, "Permission denied")
        return real_open(path, *rest)

    monkeypatch.setattr(os, "scandir", scan)
    monkeypatch.setattr(os, "open", opened)
    tree = Tree()
    assert documents(tree) == []
    assert [(found.path, found.reason.rpartition(": ")[2]) for found in tree.skipped] == [
        ("a", "permission denied"),
        ("b.js", "permission denied"),
    ]


def test_a_file_that_breaks_off_is_noted(here, monkeypatch):
    put(here, {"a.js": CTI})

    def read(handle, size):
        raise OSError(5, "Input/output error")

    tree = Tree()
    with monkeypatch.context() as patch:
        patch.setattr(os, "read", read)
        assert documents(tree) == []
    assert tree.skipped == [Skipped("a.js", "cannot be read: input/output error")]


def test_folders_nested_without_end_end(here):
    deep = here.joinpath(*["d"] * 230)
    deep.mkdir(parents=True)
    (deep / "a.js").write_text(CTI)
    tree = Tree()
    assert documents(tree) == []
    assert [found.reason for found in tree.skipped] == ["more than 200 folders deep"]


def test_members_of_archives_are_documents(here):
    put(
        here,
        {
            "s/Kit.resource": packed({"js/a.js": CTI, "b.html": "nothing", "c.png": CTI}),
            "x.pack2": packed({"a.js": CTI}),
        },
    )
    tree = Tree()
    assert list(tree.cti_documents()) == [("s/Kit.resource!/js/a.js", CTI.encode())]
    assert tree.open("s/Kit.resource!/b.html") == b"nothing"
    assert tree.open("s/Kit.resource!/z.js") is None
    assert tree.exists("s/Kit.resource!/b.html")
    assert not tree.exists("s/Kit.resource!/z.js")
    assert not tree.exists("x.pack2!/z.js")
    assert documents(Tree(["x.pack2"])) == ["x.pack2!/a.js"]


def test_a_broken_archive_is_noted(here):
    put(here, {"Kit.resource": b"PK\x03\x04 broken", "other.zip": b"PK\x03\x04 broken"})
    tree = Tree()
    assert documents(tree) == []
    assert [(found.path, found.reason.partition(":")[0]) for found in tree.skipped] == [
        ("Kit.resource", "cannot be read"),
        ("other.zip", "broken archive"),
    ]


def test_links_inside_the_repository_are_followed_once(here):
    (here / ".git").mkdir()
    put(here, {"app/index.js": CTI, "shared/s.js": CTI, "shared/deep/d.js": CTI, "one.js": CTI})
    for name in ("a", "b"):
        (here / "app" / name).symlink_to(here / "shared")
        (here / "shared" / name).symlink_to(here / "shared" / "deep")
    (here / "app" / "one.js").symlink_to(here / "one.js")
    (here / "app" / "up").symlink_to(here)
    tree = Tree(["app"])
    assert documents(tree) == ["app/a/deep/d.js", "app/a/s.js", "app/index.js", "app/one.js"]
    assert {found.path: found.reason for found in tree.skipped} == {
        "app/a/a": "link to a folder that is read already",
        "app/a/b": "link to a folder that is read already",
        "app/b": "link to a folder that is read already",
        "app/up": "link to a folder around what was given",
    }
    assert tree.open("app/one.js") == CTI.encode()


def test_links_do_not_multiply(here):
    (here / ".git").mkdir()
    put(here, {"app/index.js": CTI})
    for level in range(30):
        put(here, {f"level{level}/x.js": CTI})
        for name in ("a", "b"):
            (here / f"level{level}" / name).symlink_to(here / f"level{level + 1}")
    put(here, {"level30/x.js": CTI})
    (here / "app" / "l").symlink_to(here / "level0")
    assert len(documents(Tree(["app"]))) == 32


@pytest.mark.skipif(not os.path.exists("/proc/self/pagemap"), reason="needs Linux's /proc")
def test_a_file_without_an_end_is_given_up(here, monkeypatch):
    monkeypatch.setattr(discover, "LARGEST_NAMED", 100_000)
    tree = Tree(["/proc/self/pagemap"])
    assert documents(tree) == []
    assert tree.skipped == [Skipped("/proc/self/pagemap", "larger than 0 MB")]


def test_link_targets_are_opened_where_the_run_may_look(here):
    put(here, {"app/index.html": CTI, "app/js/a.js": "a()", "node_modules/x.js": "x", "other.js": "o"})
    tree = Tree(["app/index.html"])
    assert tree.open("app/js/a.js") == b"a()"
    assert tree.open("other.js") == b"o"
    assert tree.exists("app/js/a.js")
    for closed in ("node_modules/x.js", "app/none.js", "/etc/passwd", "../x.js", "app"):
        assert not tree.exists(closed)
        assert tree.open(closed) is None


def test_link_targets_beside_a_path_outside_the_run(here):
    put(here, {"a/x.html": CTI, "a/y.js": "y", "run/z.js": "z"})
    os.chdir(here / "run")
    assert Tree(["../a"]).open("../a/y.js") == b"y"
    assert Tree(["../a/x.html"]).open("../a/y.js") == b"y"
    assert Tree(["."]).open("../a/y.js") is None
    assert Tree([str(here / "a")]).open(f"{here}/a/y.js") == b"y"


def test_names_of_components_and_resources_are_found(here):
    put(
        here,
        {
            "f/lwc/phone/phone.js": "",
            "f/staticresources/Kit.resource": packed({"a.js": "1", "b/c.js": "2"}),
            "f/staticresources/Lib.js": "",
            "f/staticresources/Mix/a.js": "",
            "f/staticresources/Mix/a.png": b"\0",
            "f/staticresources/Mix/a.css": "",
            "f/staticresources/Icon.resource": b"\x89PNG\0",
        },
    )
    tree = Tree()
    assert tree.find("lwc", "PHONE") == ["f/lwc/phone/phone.js"]
    assert tree.find("resource", "kit") == [
        "f/staticresources/Kit.resource!/a.js",
        "f/staticresources/Kit.resource!/b/c.js",
    ]
    assert tree.find("resource", "lib") == ["f/staticresources/Lib.js"]
    assert tree.find("resource", "mix") == ["f/staticresources/Mix/a.js"]
    assert tree.find("aura", "phone") == []
    assert tree.open("f/staticresources/Mix/a.png") is None
    assert tree.open("f/staticresources/Icon.resource") is None
    assert tree.skipped == []


def test_pages_that_mention_a_file_are_found_later(here):
    put(
        here,
        {
            "index.html": "<script src='js/phone.js'></script>",
            "main.js": "import './phone.js'",
            "x.cmp": "<c:phone/>",
            "note.md": "src='phone.js'",
            "js/phone.js": CTI,
            "other.js": "phone()",
        },
    )
    tree = Tree()
    assert documents(tree) == ["js/phone.js"]
    assert [path for path, _ in tree.mentions({"phone"})] == ["index.html", "main.js", "x.cmp"]
    assert list(tree.mentions(())) == []


def test_server_files_are_found_on_their_own(here):
    put(
        here,
        {
            "l/a.py": "import boto3",
            "t.yaml": "AWS::Lambda::Function",
            "b.json": "{}",
            "c.js": "boto3",
            "d.py": b"\0boto3",
        },
    )
    tree = Tree()
    assert documents(tree) == []
    assert [path for path, _ in tree.server_documents()] == ["l/a.py", "t.yaml"]


def test_the_list_is_the_same_when_it_is_asked_for_halfway(here):
    put(here, {f"{name}.js": CTI for name in "abc"})
    tree = Tree()
    running = tree.cti_documents()
    assert next(running)[0] == "a.js"
    assert tree.find("page", "x") == []
    assert [path for path, _ in running] == ["b.js", "c.js"]
    assert list(tree.files()) == ["a.js", "b.js", "c.js"]
    assert tree.seen == 3


def test_a_part_of_the_list_is_searched_and_what_it_mentions(here):
    put(here, {"a.js": CTI, "b.js": "require('./a');", "c.js": CTI, "d.js": "require('./a');"})
    tree = Tree()
    assert (tree.count(), tree.is_large()) == (4, False)
    tree.narrow(0, 2)
    assert documents(tree) == ["a.js"]
    assert [path for path, _ in tree.mentions({"a"})] == ["b.js"]
    tree.narrow(2, 4)
    assert documents(tree) == ["c.js"]
    assert [path for path, _ in tree.mentions({"a"})] == ["b.js", "d.js"]
    assert tree.exists("a.js")
