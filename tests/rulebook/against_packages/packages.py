"""Packages fetched for a comparison: npm and pip are asked by their own clients, once for a run."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

_NAMES = """
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
const noop = () => {};
const element = () => ({ style: {}, appendChild: noop, setAttribute: noop, addEventListener: noop });
const page = {
  console, setTimeout, clearTimeout, setInterval: noop, clearInterval: noop, addEventListener: noop, postMessage: noop,
  removeEventListener: noop, navigator: { userAgent: '' }, localStorage: {}, sessionStorage: {}, TextEncoder,
  EventTarget,
  location: { href: 'https://localhost/', origin: 'https://localhost', protocol: 'https:', host: 'localhost' },
  document: { createElement: element, getElementById: () => null, addEventListener: noop, body: element(), cookie: '' },
};
for (const name of ['window', 'self', 'global', 'top', 'parent']) page[name] = page;
vm.runInContext(readFileSync(process.argv[2], 'utf8'), vm.createContext(page), { timeout: 10000 });
const found = { functions: [], constants: {} };
const seen = new Set();
const walk = (value, path, depth) => {
  if (depth > 3 || seen.has(value)) return;
  seen.add(value);
  for (const key of Object.getOwnPropertyNames(value)) {
    const inner = value[key];
    const name = path + '.' + key;
    if (typeof inner === 'function') found.functions.push(name);
    else if (inner && typeof inner === 'object' && !Array.isArray(inner)) {
      const all = Object.values(inner);
      const plain = all.every((one) => typeof one === 'string' || typeof one === 'number');
      if (all.length && plain) found.constants[name] = inner;
      else walk(inner, name, depth + 1);
    }
  }
};
walk(page.connect, 'connect', 0);
process.stdout.write(JSON.stringify(found));
"""


def needed(tool: str) -> str:
    """Return the path of ``tool``, or skip the test with the reason."""
    if os.environ.get("CTILINT_PACKAGES") != "1":
        pytest.skip("asks the package registries: set CTILINT_PACKAGES=1")
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} is not installed")
    return found


@cache
def npm(package: str) -> Path:
    """Return the unpacked folder of an npm package (``name`` for its newest, ``name@1.2.3``), or skip."""
    folder = Path(mkdtemp(prefix="ctilint-npm-"))
    asked = [needed("npm"), "pack", package, "--silent", "--pack-destination", str(folder)]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != 0:
        pytest.skip(f"npm does not answer for {package}: {done.stderr.strip()[:200]}")
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


@cache
def version(package: str) -> str:
    """Return the version of an unpacked package."""
    return str(json.loads((npm(package) / "package.json").read_text("utf-8"))["version"])


@cache
def streams_names(package: str) -> dict[str, Any]:
    """Return what the library of Streams has when it is run: ``functions`` and ``constants`` with their members."""
    script = Path(mkdtemp(prefix="ctilint-names-")) / "names.mjs"
    script.write_text(_NAMES, "utf-8")
    library = npm(package) / "release" / "connect-streams.js"
    done = subprocess.run(
        [needed("node"), str(script), str(library)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout[done.stdout.index('{"functions"') :])
    return found


@cache
def connector_constants(package: str) -> dict[str, dict[str, Any]]:
    """Return the constants of a connector base as its source has them."""
    text = (npm(package) / "src" / "main" / "constants.js").read_text("utf-8")
    body = text[text.index("export default") :].replace("export default", "const constants =", 1)
    body = body[: body.index("\nexport ")] if "\nexport " in body else body
    script = f"{body};\nprocess.stdout.write(JSON.stringify(constants));"
    done = subprocess.run([needed("node"), "-e", script], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return {name: members for name, members in found.items() if isinstance(members, dict)}


@cache
def wheel_of(package: str) -> Path:
    """Return the wheel of a package of PyPI, or skip."""
    needed("node")
    folder = Path(mkdtemp(prefix="ctilint-pip-"))
    asked = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), package]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=180, check=False)
    if done.returncode != 0:
        pytest.skip(f"pip does not answer for {package}: {done.stderr.strip()[:200]}")
    return next(folder.glob("*.whl"))


@cache
def weakness_names() -> dict[int, str]:
    """Return the names of MITRE's weaknesses by their numbers, as cwe2 carries the lists of version 4.9."""
    found: dict[int, str] = {}
    with zipfile.ZipFile(wheel_of("cwe2==3.0.0")) as wheel:
        for name in wheel.namelist():
            if name.endswith(".csv"):
                rows = csv.DictReader(io.StringIO(wheel.read(name).decode("utf-8")))
                found.update({int(row["CWE-ID"]): row["Name"] for row in rows})
    return found


@cache
def life_cycle() -> dict[str, dict[str, str | None]]:
    """Return cfn-lint's data of Lambda runtimes, or skip."""
    with zipfile.ZipFile(wheel_of("cfn-lint")) as wheel:
        name = next(one for one in wheel.namelist() if one.endswith("/LmbdRuntimeLifecycle.json"))
        found: dict[str, dict[str, str | None]] = json.loads(wheel.read(name))
    return found
