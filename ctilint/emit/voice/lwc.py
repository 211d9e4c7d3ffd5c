"""An app -> a Lightning web component on the Voice toolkit, with its metadata and its test."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from ctilint.assess.gathered import entries
from ctilint.assess.gathered.spots import Spots
from ctilint.assess.model import Apex
from ctilint.emit.voice.bridge import Bridge, bridges_of, leads_to
from ctilint.emit.voice.component import (
    ASK,
    ASKED,
    MODULES,
    NUMBER,
    TOOLKIT_TYPES,
    WITH_NUMBER,
    WORK,
    control,
    label,
    listener,
    metadata,
    page,
    upper,
)
from ctilint.emit.voice.filling import (
    Skeleton,
    chosen_of,
    filled,
    fillers_for,
    package,
    plain,
    refuse_errors,
    slug,
)
from ctilint.emit.voice.needs import needs_of, old_bodies
from ctilint.records import dataclass
from ctilint.rulebook.releases import releases
from ctilint.rulebook.skeletons import Part, parts
from ctilint.understand.model import App
from ctilint.views.connector import Filler

JEST = "^7.9.0"
"""The version of ``@salesforce/sfdx-lwc-jest`` with whose stubs the emitted test was run."""
_ROOT = "force-app/main/default"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the component holds: its parts, what of the app each stands for, channels, Apex methods, fields to log."""

    app: App
    chosen: tuple[Part, ...]
    shown: Mapping[str, Sequence[Filler]]
    bridges: tuple[Bridge, ...]
    apex: tuple[Apex, ...]
    fields: tuple[str, ...]
    typescript: bool

    @property
    def events(self) -> tuple[Part, ...]:
        """Return the listeners."""
        return tuple(row for row in self.chosen if row.event)

    @property
    def controls(self) -> tuple[Part, ...]:
        """Return the parts with a button."""
        return tuple(row for row in self.chosen if row.call)

    def has(self, name: str) -> bool:
        """Say whether the part ``name`` is written."""
        return any(row.name == name for row in self.chosen)

    def notes(self, fillers: Sequence[Filler]) -> str:
        """Return the functions of the old app as comment lines."""
        return "".join(f"  {line}\n" for line in old_bodies(self.app, fillers))


def lwc(app: App, name: str, *, typescript: bool = False) -> Skeleton:
    """Return the component of ``app``: script, template, metadata, test, channels, package and what it needs."""
    rows = parts("lwc")
    shown = fillers_for(app, rows)
    spots = Spots(app.files)
    homes = {row.name: row.symbols for row in rows}
    needs = needs_of(app, name, "component", homes)
    apex = tuple(one for one in entries.apex_of(app, spots) if entries.UNKNOWN not in one.name)
    plan = Plan(app, chosen_of(rows, shown), shown, bridges_of(app), apex, needs.fields, typescript)
    component = component_name(name)
    folder = f"{_ROOT}/lwc/{component}"
    version = f"{releases().newest}.0"
    files = {
        f"{folder}/{component}.{'ts' if typescript else 'js'}": _script(plan, name, component),
        f"{folder}/{component}.html": page(plain(name), plan.chosen),
        f"{folder}/{component}.js-meta.xml": metadata(plain(name), version),
        f"{folder}/__tests__/{component}.test.js": _test(plan, component),
        **{f"{_ROOT}/messageChannels/{one.file}": one.metadata for one in plan.bridges if one.metadata},
        "package.json": _package(name, typescript=typescript),
        "jest.config.js": _JEST_CONFIG,
        "sfdx-project.json": json.dumps(_project(version), indent=2) + "\n",
        "NEEDS.md": needs.text,
    }
    if typescript:
        files |= {"modules.d.ts": MODULES, "tsconfig.json": _TSCONFIG}
    refuse_errors(files)
    return Skeleton(files, tuple(row.name for row in plan.chosen if row.name in shown), ())


def component_name(name: str) -> str:
    """Return the name of the component: letters and digits, the first one a small letter."""
    words = slug(name).split("-")
    joined = words[0] + "".join(word.capitalize() for word in words[1:]) + "Panel"
    return joined if joined[0].isalpha() else f"app{joined}"


def apex_name(name: str) -> str:
    """Return what an Apex method (``Class.method``, ``ns.Class.method``) is called in the component."""
    words = [word for part in name.split(".") for word in part.split("__") if word]
    return words[0][:1].lower() + words[0][1:] + "".join(upper(word) for word in words[1:])


def _script(plan: Plan, name: str, component: str) -> str:
    typescript = plan.typescript
    moves = plan.has("open")
    hears = [one for one in plan.bridges if one.hears]
    filling = {
        "NAME": plain(name),
        "IMPORTS": "\n".join(_imports(plan)),
        "TYPES": TOOLKIT_TYPES if typescript else "",
        "CLASS": upper(component),
        "BASE": "NavigationMixin(LightningElement)" if moves else "LightningElement",
        "ID_TYPE": "?: string" if typescript else "",
        "QUERY": "?" if typescript else "",
        "CAST": " as unknown as Toolkit" if typescript else "",
        "MESSAGE": "error instanceof Error ? error.message : String(error)",
        "WIRES": f"  @wire(MessageContext) context{'!: Context' if typescript else ''};\n" if plan.bridges else "",
        "FIELDS": "".join(_fields(plan, hears)),
        "CONNECTED": _block("connectedCallback", [_subscribes(one) for one in hears]),
        "ADD": "".join(f'    this.toolkit.addEventListener("{row.event}", this.{row.name});\n' for row in plan.events),
        "REMOVE": "".join(
            f'      toolkit.removeEventListener("{row.event}", this.{row.name});\n' for row in plan.events
        ),
        "DISCONNECTED": "".join(_unsubscribes(one) for one in hears),
        "LISTENERS": "".join(_listeners(plan)),
        "CONTROLS": "".join(_controls(plan)),
        "WORK": "".join(_work(plan)),
    }
    return filled("component.js", filling, typescript=typescript)


def _imports(plan: Plan) -> Iterator[str]:
    wired = "wire" if plan.bridges or plan.has("turned") else ""
    yield f'import {{ {", ".join(filter(None, ("LightningElement", "api", wired)))} }} from "lwc";'
    turns, moves = plan.has("turned"), plan.has("open")
    if turns or moves:
        names = ["CurrentPageReference"] * turns + ["NavigationMixin"] * moves
        names += ["type PageReference"] * (turns and plan.typescript)
        yield f'import {{ {", ".join(names)} }} from "lightning/navigation";'
    if plan.bridges:
        hears, sends = (any(getattr(one, side) for one in plan.bridges) for side in ("hears", "sends"))
        names = ["APPLICATION_SCOPE"] * hears + ["MessageContext"] + ["publish"] * sends
        names += ["subscribe", "unsubscribe"] * hears
        names += (["type Context"] + ["type Subscription"] * hears) * plan.typescript
        yield f'import {{ {", ".join(names)} }} from "lightning/messageService";'
    if plan.has("log"):
        yield 'import { updateRecord } from "lightning/uiRecordApi";'
    if plan.has("refresh"):
        yield 'import { RefreshEvent } from "lightning/refresh";'
    yield from (f'import {apex_name(one.name)} from "@salesforce/apex/{one.name}";' for one in plan.apex)
    yield from (f'import {one.constant} from "@salesforce/messageChannel/{one.api}";' for one in plan.bridges)


def _fields(plan: Plan, hears: Sequence[Bridge]) -> Iterator[str]:
    typescript = plan.typescript
    if any(row.call in WITH_NUMBER for row in plan.controls):
        yield '  number = "";\n'
    if plan.has("turned"):
        yield f"  pageRecordId{': string | null' if typescript else ''} = null;\n"
    yield f"  toolkit{': Toolkit | null' if typescript else ''} = null;\n"
    for one in hears:
        yield f"  {_subscription(one)}{': Subscription | null' if typescript else ''} = null;\n"


def _subscription(one: Bridge) -> str:
    return f"{one.stem[:1].lower()}{one.stem[1:]}Subscription"


def _subscribes(one: Bridge) -> str:
    listens = f"(message) => this.heard{one.stem}(message)"
    scope = "{ scope: APPLICATION_SCOPE }"
    return f"    this.{_subscription(one)} = subscribe(this.context, {one.constant}, {listens}, {scope});\n"


def _unsubscribes(one: Bridge) -> str:
    field = f"this.{_subscription(one)}"
    return f"    if ({field}) {{\n      unsubscribe({field});\n      {field} = null;\n    }}\n"


def _block(name: str, lines: Sequence[str]) -> str:
    return f"  {name}() {{\n{''.join(lines)}  }}\n\n" if lines else ""


def _listeners(plan: Plan) -> Iterator[str]:
    for row in plan.events:
        fillers = plan.shown.get(row.name, ())
        sends = [f"send{one.stem}" for one in plan.bridges if leads_to(plan.app, fillers, one.sends)]
        yield listener(row, plan.notes(fillers), sends)
    for one in plan.bridges:
        if one.hears:
            yield (
                f"  /** A message came on the channel {one.api}. */\n{plan.notes(one.hears)}"
                f"  heard{one.stem}(message@: Record<string, unknown>@) {{\n    try {{\n"
                f"      this.message = `{one.api}: ${{JSON.stringify(message)}}`;\n"
                "    } catch (error) {\n      this.failed(error);\n    }\n  }\n\n"
            )
        if one.sends:
            yield (
                f"  /** Send a message on the channel {one.api}. */\n{plan.notes(one.sends)}"
                f"  send{one.stem}(message@: object@) {{\n    publish(this.context, {one.constant}, message);\n  }}\n\n"
            )


def _controls(plan: Plan) -> Iterator[str]:
    for row in plan.controls:
        yield control(row, plan.notes(plan.shown.get(row.name, ())))
    if plan.controls:
        yield f"{ASK}\n"
    if any(row.call in WITH_NUMBER for row in plan.controls):
        yield f"{NUMBER}\n"


def _work(plan: Plan) -> Iterator[str]:
    keys = "".join(f", {name}: values.{name}" for name in plan.fields)
    for row in plan.chosen:
        if row.name in WORK:
            body = WORK[row.name].replace("@FIELDS@", keys or ", ...values")
            yield f"  /** {upper(row.does)}. */\n{plan.notes(plan.shown.get(row.name, ()))}{body}\n"
    for one in plan.apex:
        given = ", ".join(one.parameters)
        types = ", ".join(f"{name}@: unknown@" for name in one.parameters)
        sent = f"{{ {given} }}" if given else ""
        name = apex_name(one.name)
        yield f"  /** Ask the Apex method {one.name}. */\n  {name}({types}) {{\n    return {name}({sent});\n  }}\n\n"


def _test(plan: Plan, component: str) -> str:
    hears = [one for one in plan.bridges if one.hears]
    starts = plan.shown.get("callStarted", ())
    sends = [one for one in plan.bridges if leads_to(plan.app, starts, one.sends)]
    names = ["publish"] * bool(sends) + ["subscribe", "unsubscribe"] * bool(hears)
    imports = f'import {{ {", ".join(names)} }} from "lightning/messageService";\n' if names else ""
    more = "".join(_TEST_HEARS.replace("NUMBER", str(number)) for number, _ in enumerate(hears))
    more += _TEST_STOPS.replace("COUNT", str(len(hears))) if hears else ""
    more += _TEST_SENDS.replace("COUNT", str(len(sends))) if sends else ""
    for row in plan.controls:
        asked, _, given = ASKED[row.call].partition("(")
        given = given.removesuffix(")").replace("this.number", '""')
        more += _TEST_CONTROL.replace("LABEL", label(row.name)).replace("ASKED", asked).replace("GIVEN", given)
    filling = {
        "IMPORTS": imports,
        "COMPONENT": component,
        "EVENTS": json.dumps([row.event for row in plan.events]),
        "MORE": more.rstrip("\n"),
    }
    return filled("component.test.js", filling, typescript=False).rstrip() + "\n"


def _package(name: str, *, typescript: bool) -> str:
    wanted = {"@salesforce/sfdx-lwc-jest": JEST}
    scripts = {"test": "sfdx-lwc-jest"}
    if typescript:
        wanted["typescript"] = "^5.6.0"
        scripts = {"build": "tsc", "test": "tsc && sfdx-lwc-jest"}
    return package(f"{slug(name)}-panel", scripts, kind="", devDependencies=wanted)


def _project(version: str) -> Mapping[str, object]:
    return {"packageDirectories": [{"path": "force-app", "default": True}], "sourceApiVersion": version}


_JEST_CONFIG = """const { jestConfig } = require("@salesforce/sfdx-lwc-jest/config");

module.exports = { ...jestConfig };
"""
# What the compiler writes keeps its decorators: the platform compiles them.
_TSCONFIG = """{
  "compilerOptions": {
    "target": "esnext",
    "module": "esnext",
    "moduleResolution": "bundler",
    "strict": true,
    "skipLibCheck": true,
    "lib": ["esnext", "dom"],
    "types": []
  },
  "include": ["force-app/**/*.ts", "modules.d.ts"]
}
"""
_TEST_HEARS = """
test("channel NUMBER: a message is shown", async () => {
  const { element } = panel();
  subscribe.mock.calls[NUMBER][2]({ note: "hello" });
  await settled();
  expect(said(element)).toContain('{"note":"hello"}');
});
"""
_TEST_STOPS = """
test("channels are left when the panel goes", () => {
  subscribe.mockReturnValue({ id: 1 });
  const { element } = panel();
  document.body.removeChild(element);
  expect(unsubscribe).toHaveBeenCalledTimes(COUNT);
});
"""
_TEST_SENDS = """
test("a call that starts is told to the channels that were told before", async () => {
  const { toolkit } = panel();
  toolkit.dispatchEvent(new CustomEvent("callstarted", { detail: call }));
  await settled();
  expect(publish.mock.calls.map((given) => given[2])).toEqual(
    Array(COUNT).fill({ type: "callstarted", callId: "c-1" }),
  );
});
"""
_TEST_CONTROL = """
test("LABEL: the softphone is asked, and a refusal is shown", async () => {
  const { element, toolkit } = panel();
  const button = [...element.shadowRoot.querySelectorAll("lightning-button")].find((one) => one.label === "LABEL");
  toolkit.ASKED = jest.fn();
  button.click();
  await settled();
  expect(toolkit.ASKED.mock.calls).toEqual([[GIVEN]]);
  toolkit.ASKED = jest.fn().mockRejectedValue(new Error("not now"));
  button.click();
  await settled();
  expect(wrong(element)).toBe("not now");
});
"""
