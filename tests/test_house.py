"""The house rules that a reader cannot see at a glance: which floor imports which, what stands beside what."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from ctilint.judge.rules import rule_names as rules_with_checks
from ctilint.rulebook.pages import rule_names as rules_with_pages

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "ctilint"
MODULES = sorted(path.relative_to(ROOT) for path in PACKAGE.rglob("*.py"))

GROUND = {"failures", "findings", "settings", "rulebook", "records", "patterns", "inert"}
# What each floor may import besides the ground floor and itself.
MAY_IMPORT: dict[str, set[str]] = {
    "read": set(),
    "understand": {"read"},
    "views": {"read", "understand"},
    "checks": {"read", "understand", "views"},
    "mends": {"read", "understand", "views", "checks"},
    "judge": {"read", "understand", "checks", "mends"},
    "fix": {"read", "understand", "checks", "judge"},
    "report": {"read", "understand", "checks", "judge", "fix"},
    "assess": {"read", "understand", "views", "checks", "judge"},
    "compare": {"read", "understand", "views", "assess", "prove"},
    "prove": {"read", "understand", "checks", "judge", "fix"},
    "emit": {"read", "understand", "views", "assess"},
    "editor": {"read", "understand", "judge", "fix", "report"},
    "docs": {"fix", "report"},
    "cli": {
        "docs",
        "editor",
        "read",
        "understand",
        "checks",
        "judge",
        "fix",
        "report",
        "assess",
        "compare",
        "prove",
        "emit",
    },
}
# The ground floor: read/source is on it too.
GROUND_MAY_IMPORT = {
    "failures": {"records"},
    "findings": {"records", "read.source"},
    "settings": {"records", "findings", "patterns"},
    "rulebook": {"records", "patterns", "findings", "rulebook"},
    "records": set[str](),
    "patterns": set[str](),
    "inert": {"patterns"},
    "read.source": {"records"},
}


# What stands inside a big room, in layers: each imports only what is left of its own layer (and itself).
INSIDE: dict[str, tuple[str, ...]] = {
    "read": ("source", "facts", "markup javascript server", "files strict", "validity document", "outlines"),
    "understand": (
        "words memory",
        "program server",
        "values",
        "model",
        "windows effects registrations",
        "lifecycle entries",
        "build",
        "share",
        "app",
        "warm",
    ),
    "assess": ("model", "whole document", "wording gathered", "meaning", "telling"),
    "prove": ("page", "play", "telling", "comparing"),
}


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Yield what a module imports of ctilint, without the package's name, and the line; for types only, too."""
    for node in ast.walk(tree_of(ROOT / path)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            names = [node.module or ""]
        else:
            continue
        for name in names:
            if name.startswith("ctilint."):
                yield name.removeprefix("ctilint."), node.lineno


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def links(root: Path) -> dict[str, set[str]]:
    """Return for each module under ``root``/ctilint, by its name, the modules that it imports."""
    paths = {
        ".".join(path.relative_to(root / "ctilint").with_suffix("").parts).removesuffix(".__init__"): path
        for path in (root / "ctilint").rglob("*.py")
    }
    found: dict[str, set[str]] = {}
    for module, path in paths.items():
        named: set[str] = set()
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Import):
                named.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                whole = {f"{node.module}.{alias.name}" for alias in node.names}
                modules = {name for name in whole if name.removeprefix("ctilint.") in paths}
                named.update(modules)
                if modules != whole:
                    named.add(node.module or "")
        found[module] = {name.removeprefix("ctilint.") for name in named} & set(paths) - {module}
    return found


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Return the groups of nodes that reach one another (Tarjan's strongly connected components of more than one)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        number[node] = lowest[node] = len(number)
        path.append(node)
        for other in sorted(graph.get(node, ())):
            if other not in number:
                visit(other)
                lowest[node] = min(lowest[node], lowest[other])
            elif other in path:
                lowest[node] = min(lowest[node], number[other])
        if lowest[node] == number[node]:
            group = path[path.index(node) :]
            del path[path.index(node) :]
            if len(group) > 1:
                found.append(sorted(group))

    for node in sorted(graph):
        if node not in number:
            visit(node)
    return sorted(found)


def rooms_of(graph: Mapping[str, set[str]]) -> dict[str, dict[str, set[str]]]:
    """Return for each folder what its folders and modules import of one another; ``read.source`` is ground floor."""
    found: dict[str, dict[str, set[str]]] = {}
    for module, others in graph.items():
        for other in others - {"read.source"}:
            one, two = module.split("."), other.split(".")
            shared = next((at for at, pair in enumerate(zip(one, two, strict=False)) if pair[0] != pair[1]), -1)
            if shared >= 0 and module != "read.source":
                found.setdefault(".".join(one[:shared]), {}).setdefault(one[shared], set()).add(two[shared])
    return found


def upward(root: Path) -> list[str]:
    """Return the imports inside a big room that point up or sideways, and what stands in no layer."""
    wrong: list[str] = []
    inside = rooms_of(links(root))
    for room, layers in INSIDE.items():
        level = {name: at for at, layer in enumerate(layers) for name in layer.split()}
        folder = root / "ctilint" / room
        standing = {path.stem for path in folder.glob("*") if path.suffix == ".py" or (path / "__init__.py").exists()}
        wrong.extend(f"{room}/{name} stands in no layer" for name in sorted(standing - set(level) - {"__init__"}))
        wrong.extend(
            f"{room}: {name} imports {other}"
            for name, others in sorted(inside.get(room, {}).items())
            for other in sorted(others)
            if level.get(other, -1) >= level.get(name, 99)
        )
    return wrong


# Lines: beyond these a module or class is more than one thing.
LONGEST_MODULE = 450
LONGEST_CLASS = 300


def too_long(root: Path) -> list[str]:
    """Return the modules and classes under ``root``/ctilint that are over their limit."""
    found = []
    for path in sorted((root / "ctilint").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        lines = len(path.read_text("utf-8").splitlines())
        if lines > LONGEST_MODULE:
            found.append(f"{name}: {lines} lines, more than {LONGEST_MODULE}")
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONGEST_CLASS:
                    found.append(f"{name}: class {node.name} of {lines} lines, more than {LONGEST_CLASS}")
    return found


def floor(module: Path) -> str:
    return module.with_suffix("").parts[1] if len(module.parts) > 2 else module.stem


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_an_import_only_points_left_or_down(module: Path) -> None:
    own = floor(module)
    whole = ".".join(module.with_suffix("").parts[1:])
    for name, line in imports(module):
        where = f"{module}:{line}: {name}"
        other = name.split(".")[0]
        if own == "__init__" or whole in GROUND_MAY_IMPORT or own in GROUND:
            allowed = GROUND_MAY_IMPORT.get(whole, GROUND_MAY_IMPORT.get(own, set()))
            assert other in allowed or name in allowed, where
        elif other not in GROUND and other != own and name != "read.source":
            assert other in MAY_IMPORT[own], where


def test_no_modules_import_one_another() -> None:
    assert circles(links(ROOT)) == []


def test_no_folders_import_one_another() -> None:
    assert {room: found for room, inner in rooms_of(links(ROOT)).items() if (found := circles(inner))} == {}


def test_inside_a_big_room_an_import_only_points_down() -> None:
    assert upward(ROOT) == []


def test_no_module_and_no_class_is_too_long() -> None:
    assert too_long(ROOT) == []


def planted(root: Path, modules: Mapping[str, str]) -> Path:
    for name, text in modules.items():
        path = root / "ctilint" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        (path.parent / "__init__.py").touch()
    return root


def test_a_planted_circle_is_found(tmp_path: Path) -> None:
    root = planted(
        tmp_path,
        {
            "fix/one.py": "from ctilint.fix.two import f",
            "fix/two.py": "def f():\n    from ctilint.fix import three",
            "fix/three.py": "if TYPE_CHECKING:\n    import ctilint.fix.one",
            "fix/four.py": "import ctilint.fix.one",
        },
    )
    assert circles(links(root)) == [["fix.one", "fix.three", "fix.two"]]


def test_a_planted_circle_of_folders_is_found(tmp_path: Path) -> None:
    root = planted(
        tmp_path,
        {
            "read/files/one.py": "from ctilint.read.markup.two import f",
            "read/markup/two.py": "f = 1",
            "read/markup/three.py": "from ctilint.read.files import four",
            "read/files/four.py": "",
        },
    )
    assert circles(links(root)) == []
    assert circles(rooms_of(links(root))["read"]) == [["files", "markup"]]


def test_a_planted_upward_import_is_found(tmp_path: Path) -> None:
    root = planted(
        tmp_path,
        {
            "understand/program/index.py": "from ctilint.understand.values.resolver import Resolver",
            "understand/values/resolver.py": "class Resolver: ...",
            "understand/effects/walk.py": "from ctilint.understand.program import index",
            "understand/drawer.py": "",
        },
    )
    assert upward(root) == ["understand/drawer stands in no layer", "understand: program imports values"]


def test_a_planted_module_over_its_limit_is_found(tmp_path: Path) -> None:
    root = planted(
        tmp_path,
        {
            "fix/long.py": "x = 1\n" * (LONGEST_MODULE + 1),
            "fix/whole.py": "x = 1\n" * LONGEST_MODULE,
            "fix/large.py": "class Large:\n" + "    x = 1\n" * LONGEST_CLASS,
            "fix/fits.py": "class Fits:\n" + "    x = 1\n" * (LONGEST_CLASS - 1),
        },
    )
    assert too_long(root) == [
        "ctilint/fix/large.py: class Large of 301 lines, more than 300",
        "ctilint/fix/long.py: 451 lines, more than 450",
    ]


@pytest.mark.parametrize(
    ("library", "module"),
    [
        ("tree_sitter", "read/javascript"),
        ("esprima", "read/strict.py"),
        ("libcst", "read/server"),
        ("quickjs", "prove"),
        ("playwright", "prove"),
        ("rich", "report"),
        ("pygls", "editor"),
        ("junitparser", "report"),
        ("mkdocs", "docs"),
    ],
)
def test_a_library_is_known_in_one_place(library: str, module: str) -> None:
    known = {
        path.relative_to("ctilint").as_posix()
        for path in MODULES
        for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        if name.split(".")[0].startswith(library)
    }
    if library == "rich":
        known = {path for path in known if not path.startswith("cli/") and not path.endswith("terminal.py")}
    assert all(path.startswith(module) for path in known), known


def test_only_the_command_line_and_the_reports_print() -> None:
    printing = [
        f"{path}:{node.lineno}"
        for path in MODULES
        if floor(path) not in {"cli", "report"}
        for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []


def test_pages_and_checks_stand_together() -> None:
    assert set(rules_with_pages()) == set(rules_with_checks())


# Modules that are one thing with their neighbours, and the test modules that test them as one.
TESTED_AS_ONE = {
    "ctilint/read/facts": "read/test_*.py",
    "ctilint/read/javascript": "read/test_javascript_*.py",
    "ctilint/read/server": "read/server/test_read_*.py",
    **dict.fromkeys(
        (
            f"ctilint/understand{room}"
            for room in ("", "/program", "/values", "/windows", "/effects", "/entries", "/server")
        ),
        "understand/test_*.py",
    ),
    **dict.fromkeys(
        (f"ctilint/prove/{room}" for room in ("page", "play", "telling", "comparing")), "prove/test_prove_*.py"
    ),
    **dict.fromkeys(
        (f"ctilint/assess/{room}" for room in ("gathered", "meaning", "telling")), "assess/test_assess_*.py"
    ),
    "ctilint/assess": "assess/test_assess_*.py",
    "ctilint/views": "checks/test_*.py",
    "ctilint/mends/writing": "mends/test_mends_*.py",
}


def test_every_module_has_its_test_module() -> None:
    """A module ``a/b.py`` is tested by a ``test_*b.py`` or by one that imports it; a check by its page's examples.

    What only declares records has nothing to test. A few packages are tested as one: see ``TESTED_AS_ONE``.
    """
    tests = sorted((ROOT / "tests").rglob("test_*.py"))
    stems = {path.stem for path in tests}
    imported = {name for path in tests for name in _imported(path)}
    missing = []
    for path in MODULES:
        dotted = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        name = dotted.rpartition(".")[2].strip("_")
        if floor(path) in {"checks", "mends"} and (
            path.stem.startswith("_") or path.stem.replace("_", "-") in rules_with_pages()
        ):
            continue
        if _only_declares(path) or dotted in imported:
            continue
        together = TESTED_AS_ONE.get(path.parent.as_posix())
        if together is not None and len(list((ROOT / "tests").glob(together))) > 1:
            continue
        if not any(test == f"test_{name}" or test.endswith(f"_{name}") for test in stems):
            missing.append(str(path))
    assert missing == []


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _only_declares(path: Path) -> bool:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return all(
        len(node.body) <= 2 and any("property" in ast.dump(mark) for mark in node.decorator_list) for node in functions
    )


def test_no_drawer_without_a_name() -> None:
    assert [str(path) for path in MODULES if path.stem in {"utils", "helpers", "common", "misc"}] == []


def test_the_top_level_holds_what_the_plan_says() -> None:
    plan = {"pyproject.toml", "README.md", "LICENSE", "ctilint", "rules", "fixtures", "tests"}
    made = {"dist", "build", "node_modules"}
    plan |= {"action.yml"}  # GitHub looks for it nowhere else
    assert {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - made == plan


def test_every_module_says_what_it_is_for() -> None:
    silent = [str(path) for path in MODULES if ast.get_docstring(ast.parse((ROOT / path).read_text("utf-8"))) is None]
    assert silent == []


def test_the_page_about_the_house_names_what_is_there() -> None:
    page = (PACKAGE / "README.md").read_text("utf-8")
    named = {name for name in re.findall(r"`([\w/]+/[\w./]*)`", page) if not name.startswith(("rules/", "tests/"))}
    assert len(named) > 20
    assert [name for name in sorted(named) if not (PACKAGE / name).exists()] == []
