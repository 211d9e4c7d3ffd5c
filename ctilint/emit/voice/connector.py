"""An app -> a connector for Salesforce Voice with Partner Telephony that runs at once, and its test."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence

from ctilint.emit.voice.bodies import ALWAYS, IMPORTS, PLATFORM, TELEPHONY, TESTS, TOGETHER, VENDOR
from ctilint.emit.voice.bridge import bridges_of
from ctilint.emit.voice.center import centers_of
from ctilint.emit.voice.filling import Skeleton, filled, package, plain, refuse_errors, slug
from ctilint.emit.voice.needs import needs_of, old_bodies
from ctilint.rulebook.guide import connector_methods
from ctilint.understand.model import App
from ctilint.views.connector import Filler, fillers_of, platform_fillers

BASE = "^4.8.10"
"""The version of ``scv-connector-base`` that the emitted code was run against."""
_CAPABILITIES = ("hasMute", "hasRecord", "hasMerge", "hasSwap", "hasBlindTransfer", "hasPhoneBook")


def connector(app: App, name: str, *, typescript: bool = False) -> Skeleton:
    """Return the connector of ``app``: connector, platform, entry, test, package and what it needs.

    Capabilities are declared where a function of the app was found that does the work; its methods are written then.
    """
    fillers = fillers_of(app)
    able = [flag for flag in _CAPABILITIES if any(method in fillers for method in TOGETHER[flag])]
    chosen = {*ALWAYS, *(method for flag in able for method in TOGETHER[flag])}
    chosen |= {"sendDigits"} & set(fillers)
    written = [method for method in (*TELEPHONY, *VENDOR) if method in chosen]
    needs = needs_of(app, name)
    suffix = "ts" if typescript else "js"
    built = "./build/" if typescript else "./"
    parts = {
        "NAME": plain(name),
        "IMPORTS": _imports(written),
        "TYPE_IMPORTS": 'import type { Platform, PlatformCall } from "./platform.js";\n' if typescript else "",
        "ADDITIONAL": _additional(needs.fields),
        "CALL_INFO": "\n        additionalFields: additionalFields(found)," if needs.fields else "",
        "FIELDS": _TELEPHONY_FIELDS if typescript else "",
        "VENDOR_FIELDS": _VENDOR_FIELDS if typescript else "",
        "CAPABILITIES": "".join(f"      {flag}: {str(flag in able).lower()},\n" for flag in _CAPABILITIES),
        "METHODS": _methods(TELEPHONY, written, fillers, app),
        "RINGS": "".join(f"  {line}\n" for line in old_bodies(app, platform_fillers(app, "rings"))),
        "VENDOR_METHODS": _methods(VENDOR, written, fillers, app),
    }
    platform = {
        "CLASS": "MemoryPlatform",
        "TYPES": _PLATFORM_TYPES if typescript else "",
        "FIELDS": _PLATFORM_FIELDS if typescript else "",
        "NOTES": "",
        "MORE": "".join(textwrap.indent(f"{PLATFORM[name]}\n\n", "  ") for name in PLATFORM if name in written),
    }
    played = {
        "CONNECTOR": f"{built}connector.js",
        "PLATFORM": f"{built}platform.js",
        "CLASS": "MemoryPlatform",
        "HAS_MUTE": str("hasMute" in able).lower(),
        "HAS_TRANSFER": str("hasBlindTransfer" in able).lower(),
        "MORE": "".join(TESTS[flag] for flag in able),
    }
    files = {
        f"connector.{suffix}": filled("connector.js", parts, typescript=typescript),
        f"platform.{suffix}": filled("platform.js", platform, typescript=typescript),
        f"main.{suffix}": _MAIN,
        "connector.test.mjs": filled("test.mjs", played, typescript=False).rstrip() + "\n",
        "package.json": _package(name, typescript=typescript),
        "NEEDS.md": needs.text,
        **centers_of(app, name, bridges=bool(bridges_of(app))),
    }
    if typescript:
        files["tsconfig.json"] = _TSCONFIG
    refuse_errors(files)
    required = [one.name for one in connector_methods() if one.required and one.symbols]
    return Skeleton(
        files,
        tuple(method for method in written if method in fillers),
        tuple(method for method in required if method not in fillers),
    )


def _methods(
    table: Mapping[str, str], written: Iterable[str], fillers: Mapping[str, Sequence[Filler]], app: App
) -> str:
    chosen = set(written)
    does = {one.name: one.does for one in connector_methods()}
    parts = []
    for name, body in table.items():
        if name in chosen:
            notes = "".join(f"  {line}\n" for line in old_bodies(app, fillers.get(name, ())))
            said = does[name][:1].upper() + does[name][1:]
            parts.append(f"  /** {said}. */\n{notes}{textwrap.indent(body, '  ')}\n")
    return "\n".join(parts) + ("\n" if table is TELEPHONY else "")


def _imports(written: Iterable[str]) -> str:
    return "".join(f"  {name},\n" for name in sorted(IMPORTS[method] for method in set(written) if method in IMPORTS))


def _additional(fields: Sequence[str]) -> str:
    if not fields:
        return ""
    keys = "".join(f"    {name}: found.data?.{name} ?? null,\n" for name in fields)
    return (
        "/** The custom fields that the old app wrote, for the VoiceCall: what the platform gives with a call. */\n"
        f"function additionalFields(found@: PlatformCall@) {{\n  return JSON.stringify({{\n{keys}  }});\n}}\n\n"
    )


def _package(name: str, *, typescript: bool) -> str:
    wanted = {"scv-connector-base": BASE}
    if not typescript:
        return package(f"{slug(name)}-connector", {"test": "node --test"}, dependencies=wanted)
    scripts, tools = {"build": "tsc", "test": "tsc && node --test"}, {"typescript": "^5.6.0"}
    return package(f"{slug(name)}-connector", scripts, dependencies=wanted, devDependencies=tools)


_MAIN = """import { initializeConnector } from "scv-connector-base";
import { Vendor } from "./connector.js";
import { MemoryPlatform } from "./platform.js";

initializeConnector(new Vendor(new MemoryPlatform()));
"""
_TELEPHONY_FIELDS = """  platform: Platform;
  calls: Map<string, PhoneCall>;
  ending: Set<string>;
  next: (() => Promise<void>) | null = null;

"""
_VENDOR_FIELDS = """  platform: Platform;
  telephony: Telephony;

"""
_PLATFORM_TYPES = """/** A call as the platform knows it; `data` is what it carries for the VoiceCall. */
export interface PlatformCall {
  id: string;
  number: string;
  data?: Record<string, unknown>;
}

/** An entry of the phone book. */
export interface PlatformEntry {
  id: string;
  name: string;
  phoneNumber: string;
}

export type PlatformListener = (call: PlatformCall) => void;

/** What the connector asks of a platform. */
export type Platform = MemoryPlatform;

"""
_PLATFORM_FIELDS = """  listeners: Map<string, PlatformListener>;
  made: number;
  settings: Record<string, unknown>;

"""
_TSCONFIG = """{
  "compilerOptions": {
    "target": "es2022",
    "module": "es2022",
    "moduleResolution": "bundler",
    "strict": true,
    "skipLibCheck": true,
    "outDir": "build"
  },
  "include": ["*.ts"]
}
"""
