"""Every module, in every dialect and form, under ESLint's recommended rules and the TypeScript compiler."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from emitted_kits import DIALECTS, FORMS, everything, write_kit

from ctilint.emit import plan
from ctilint.emit.planning import minimal

ESLINT = """
import js from "@eslint/js";
import globals from "globals";
const sides = { globals: { ...globals.browser, ...globals.node } };
export default [
  js.configs.recommended,
  { languageOptions: sides },
  { files: ["*-script/cti.js"], languageOptions: { sourceType: "script" } },
  { files: ["*-commonjs/cti.js", "**/*.cjs"], languageOptions: { sourceType: "commonjs" } },
];
"""
TSC = """
const ts = require('typescript');
const kits = JSON.parse(process.argv[2]);
const libraries = ['lib.es2020.d.ts', 'lib.dom.d.ts'];
const options = {
  allowJs: true, checkJs: true, noEmit: true, noUnusedLocals: true, noUnusedParameters: true, types: [],
  target: ts.ScriptTarget.ES2020, lib: libraries,
};
const host = ts.createCompilerHost(options);
const plain = host.getSourceFile.bind(host);
const known = new Map();
host.getSourceFile = (name, ...rest) => {
  if (!libraries.some((one) => name.endsWith(one)) && !name.includes('/typescript/lib/')) return plain(name, ...rest);
  if (!known.has(name)) known.set(name, plain(name, ...rest));
  return known.get(name);
};
for (const { files, strict } of kits) {
  const program = ts.createProgram(files, { ...options, strict }, host);
  for (const one of ts.getPreEmitDiagnostics(program)) {
    const line = one.file ? one.file.getLineAndCharacterOfPosition(one.start).line + 1 : 0;
    console.log(files.at(-1) + ':' + line + ' ' + ts.flattenDiagnosticMessageText(one.messageText, ' '));
  }
}
"""
# What a page that loads Salesforce's libraries declares for them; the module's own types do it in TypeScript.
WINDOW = "interface Window { sforce: any; connect: any; ctiSubscriptions: any; }\n"
PLANTED = "(function () {\n  'use strict';\n  var never = 1;\n}());\n"


@pytest.fixture
def folder(packages: Path) -> Iterator[Path]:
    """Give every kit in JavaScript, and one file in which there is something to find."""
    made = Path(mkdtemp(prefix="lint-", dir=packages))
    for form in FORMS:
        for dialect in DIALECTS:
            write_kit(made / f"{dialect}-{form}", everything(dialect, form))
        for dialect in ("lightning", "classic"):
            write_kit(made / f"short-{dialect}-{form}", minimal(plan([dialect], form=form)))
        write_kit(made / f"all-{form}", plan(DIALECTS, channels=["Calls__c"], form=form))
    (made / "planted-script").mkdir()
    (made / "planted-script" / "cti.js").write_text(PLANTED, "utf-8")
    (made / "window.d.ts").write_text(WINDOW, "utf-8")
    yield made
    for one in sorted(made.rglob("*"), reverse=True):
        one.rmdir() if one.is_dir() else one.unlink()
    made.rmdir()


def test_eslints_recommended_rules_find_nothing(folder: Path) -> None:
    (folder / "eslint.config.mjs").write_text(ESLINT, "utf-8")
    ran = subprocess.run(
        ["node", str(folder.parent / "node_modules/eslint/bin/eslint.js"), "--format", "json", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ran.returncode == 1, ran.stderr
    files = {str(Path(one["filePath"]).relative_to(folder)): one["messages"] for one in json.loads(ran.stdout)}
    modules = {name for name in files if name.endswith("/cti.js")}
    assert len(modules) == len(FORMS) * (len(DIALECTS) + 3) + 1
    found = {name: [f"{one['line']}: {one['message']}" for one in said] for name, said in files.items() if said}
    assert found == {"planted-script/cti.js": ["3: 'never' is assigned a value but never used."]}


def test_the_type_checker_finds_nothing_unused_or_unknown_in_javascript(folder: Path) -> None:
    kits = [{"files": ["window.d.ts", f"{kit.name}/cti.js"]} for kit in sorted(folder.iterdir()) if kit.is_dir()]
    assert len(kits) == len(FORMS) * (len(DIALECTS) + 3) + 1
    assert compiled(folder, kits) == ["planted-script/cti.js:3 'never' is declared but its value is never read."]


def test_the_type_checker_accepts_typescript_and_the_types_strictly(packages: Path, folder: Path) -> None:
    kits = []
    for form in FORMS:
        for dialect in DIALECTS:
            name = f"types-{dialect}-{form}"
            write_kit(folder / name, everything(dialect, form, typescript=True), "cti.ts")
            kits.append({"files": [f"{name}/cti.ts"], "strict": True})
            kits.append({"files": [f"{dialect}-{form}/cti.d.ts"], "strict": True})
        name = f"types-all-{form}"
        write_kit(folder / name, plan(DIALECTS, channels=["Calls__c"], form=form, typescript=True), "cti.ts")
        kits.append({"files": [f"{name}/cti.ts"], "strict": True})
    assert compiled(folder, kits) == []


def compiled(folder: Path, kits: list[dict[str, object]]) -> list[str]:
    """Return what the TypeScript compiler says of each of ``kits``."""
    (folder / "tsc.cjs").write_text(TSC, "utf-8")
    ran = subprocess.run(
        ["node", "tsc.cjs", json.dumps(kits)], cwd=folder, capture_output=True, text=True, timeout=240, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()
