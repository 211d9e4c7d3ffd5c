"""Imported names without scopes: where the short way answers, it says what scope metadata says."""

from __future__ import annotations

import libcst as cst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libcst import metadata

from ctilint.read.server.imported import imported_names
from ctilint.read.server.statements import Reader


def short(code: str) -> dict[str, str] | None:
    return imported_names(cst.parse_module(code), code)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("import os\nos.getcwd()\n", {"os": "os"}),
        ("import a.b\na.b.c()\n", {"a": "a"}),
        ("import a.b as c\nc.d()\n", {"c": "a.b"}),
        ("from a.b import (\n    c,\n    d as e,\n)\nc()\ne[1]\n", {"c": "a.b.c", "e": "a.b.d"}),
        ("from .m import f\nf()\n", {"f": "m.f"}),
        ("import os\n# os\nx = 'os'\ny.os = 1\n", {"os": "os"}),
        ("from m import *\n", {}),
    ],
)
def test_the_import_alone_says(code, names):
    assert short(code) == names


@pytest.mark.parametrize(
    "code",
    [
        "import os\nos = 1\n",
        "import os\ndef f(os): os.x()\n",
        "import os\ndef os(): pass\n",
        "import os\nfor os in x: pass\n",
        "import os\nwith x as os: pass\n",
        "import os\n[1 for os in x]\n",
        "def f():\n    import os\n    os.x()\n",
        "from a import x\nfrom b import x\n",
        "try:\n    import a\nexcept ImportError:\n    pass\n",
        "import os\nf(os)\n",
    ],
)
def test_scopes_are_asked_where_they_may_matter(code):
    assert short(code) is None


# What is used before its import stands is an error when it runs, and none of ours.
LINES = st.lists(
    st.sampled_from(
        [
            "import os\n",
            "import a.b\n",
            "from a import os\n",
            "from a import c as d\n",
            "os.x()\n",
            "a.b.c(d())\n",
            "d = 1\n",
            "def f(d):\n    d()\n    os.y()\n",
            "def os(): pass\n",
            "x = [d() for d in os.z()]\n",
            "'os'; y.os()\n",
            "f'{os.x()}'\n",
            "class a: pass\n",
            "(d := os.x())\n",
            "lambda d: d()\n",
            "import os as d\n",
            "d.e()['os'].f()\n",
        ]
    ),
    max_size=8,
).map(lambda lines: "".join(sorted(lines, key=lambda line: not line.startswith(("import", "from")))))


def qualified(code: str, names: dict[str, str] | None) -> list[str]:
    wrapper = metadata.MetadataWrapper(cst.parse_module(code), unsafe_skip_copy=True)
    starts = [0, *(at + 1 for at, char in enumerate(code) if char == "\n")]
    reader = Reader(wrapper, "a.py", starts, None, names)
    reader.module(wrapper.module)
    return [call.qualified.lstrip(".") for draft in reader.drafts for call in draft.calls]


@settings(deadline=None, max_examples=150)
@given(LINES)
def test_both_ways_say_the_same(code):
    names = short(code)
    if names is not None:
        assert qualified(code, names) == qualified(code, None)
