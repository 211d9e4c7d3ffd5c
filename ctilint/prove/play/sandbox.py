"""The parent's side of the sandbox: starts the child, sends it jobs, reads records, ends it at its limits."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import IO, Any, Self

from ctilint.records import dataclass

SIMULATION = (
    "shield",
    "core",
    "cloning",
    "clock",
    "dom_events",
    "dom_selectors",
    "dom_markup",
    "dom_nodes",
    "dom_elements",
    "window",
    "tabs",
    "net",
    "platform",
    "standins",
    "react",
    "angular",
    "libraries",
    "toolkits",
    "streams",
    "connector",
    "course",
    "query",
    "modules",
    "page",
    "aura",
    "lwc",
    "explore",
    "driver",
)
#: What the parts use of the language is theirs before the page runs: a page may have a variable called Map.
_LANGUAGE = (
    "globalThis, Object, Function, Array, String, Number, Boolean, Symbol, Error, TypeError, RangeError, "
    "ReferenceError, JSON, Reflect, Math, Map, Set, WeakMap, WeakSet, Promise, Proxy, RegExp, Date, Uint8Array, "
    "ArrayBuffer, DataView, parseInt, parseFloat, isNaN, isFinite, decodeURIComponent, encodeURIComponent, escape, "
    "unescape"
)
_MOST_LINE = 16 << 20
_MOST_OUTPUT = 64 << 20


class SandboxError(Exception):
    """The engine cannot be used at all; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one scenario may use. ``seconds`` is processor time of one script turn, ``wall`` of the whole scenario."""

    seconds: float = 3.0
    wall: float = 15.0
    memory: int = 192 << 20
    process: int = 1024
    stack: int = 768 << 10
    records: int = 5_000
    text: int = 4 << 20
    tasks: int = 2_000

    def for_job(self) -> dict[str, Any]:
        """Return what the child needs to know."""
        return {
            "seconds": self.seconds,
            "memory": self.memory,
            "stack": self.stack,
            "records": self.records,
            "text": self.text,
            "tasks": self.tasks,
        }


def simulation() -> list[str]:
    """Return the texts of the simulation in the order in which they are installed."""
    return [simulation_part(name) for name in SIMULATION]


def simulation_part(name: str) -> str:
    """Return the text of one part of the simulation: a function that is given what the parts share."""
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "js")
    with open(os.path.join(folder, f"{name}.js"), encoding="utf-8") as file:
        text = "".join(line for line in file if not line.startswith("//")).strip().removesuffix(";")
    return f"(function ({_LANGUAGE}) {{ return {text}; }})({_LANGUAGE})"


class Sandbox:
    """One child process, started when it is first needed and again after it was ended."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None
        self._lines: queue.Queue[bytes | None] = queue.Queue()
        self._simulation = simulation()
        self._page: dict[str, Any] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is None:
            return
        self._page = None
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(child.pid, signal.SIGKILL)
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    def run(self, job: dict[str, Any]) -> list[dict[str, Any]]:
        """Run a job and return its records; a limit is a record too (kind ``limit``)."""
        deadline = time.monotonic() + self.limits.wall
        child = self._started()
        text = self._lines_for(job)
        sender = threading.Thread(target=_send, args=(child, text), daemon=True)
        sender.start()
        records, ended = self._read(deadline)
        if ended:
            self.close()
            step = next((record["step"] for record in reversed(records) if record["kind"] == "step"), -1)
            records.append({"kind": "limit", "step": step, "what": ended, "own": False})
        return _stepped(records)

    def _lines_for(self, job: dict[str, Any]) -> str:
        """Return what the child is sent for a job: what holds for all and the page only when it has not got them."""
        page = {"table": job["table"], "page": job["page"]}
        lines = []
        if self._page is None:
            lines.append(json.dumps({"limits": self.limits.for_job(), "simulation": self._simulation}))
        elif self._page != page:
            lines.append("")
        if self._page != page:
            lines.append(json.dumps(page))
        self._page = page
        lines.append(json.dumps({"settings": job["settings"], "steps": job["steps"]}))
        return "\n".join(lines)

    def _read(self, deadline: float) -> tuple[list[dict[str, Any]], str]:
        records: list[dict[str, Any]] = []
        size = 0
        while True:
            try:
                line = self._lines.get(timeout=max(deadline - time.monotonic(), 0.01))
            except queue.Empty:
                return records, f"it was still running after {self.limits.wall:g} seconds and was ended"
            if line is None:
                return records, self._death()
            size += len(line)
            if size > _MOST_OUTPUT:
                return records, "it wrote more than can be kept"
            record = _record(line)
            if record is None:
                continue
            if record["kind"] == "broken":
                raise SandboxError(str(record.get("what", "")))
            if record["kind"] == "done":
                return records, ""
            records.append(record)

    def _death(self) -> str:
        code = self._child.wait() if self._child is not None else 0
        if code < 0:
            return f"the engine was stopped by the system (signal {-code})"
        return f"the engine ended early (exit code {code}): its memory may have been used up"

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        worker = _worker()
        child = subprocess.Popen(  # noqa: S603 - our own file, run by this interpreter
            [sys.executable, "-I", "-B", worker, _engine_folder(), str(self.limits.process)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            cwd=os.path.dirname(worker),
            start_new_session=True,
        )
        self._child = child
        self._lines = queue.Queue()
        if child.stdout is not None:
            threading.Thread(target=_receive, args=(child.stdout, self._lines), daemon=True).start()
        return child


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}


def _worker() -> str:
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "worker.py")


def _engine_folder() -> str:
    from importlib.util import find_spec

    spec = find_spec("_quickjs")
    if spec is None or spec.origin is None:
        raise SandboxError("the engine is not installed: run `pip install quickjs-ng`")
    return os.path.dirname(spec.origin)


def _send(child: subprocess.Popen[bytes], text: str) -> None:
    try:
        if child.stdin is not None:
            child.stdin.write(text.encode("utf-8", "surrogatepass") + b"\n")
            child.stdin.flush()
    except (OSError, ValueError):
        return


def _receive(stream: IO[bytes], lines: queue.Queue[bytes | None]) -> None:
    try:
        while True:
            line = stream.readline(_MOST_LINE)
            if not line:
                break
            lines.put(line)
    except (OSError, ValueError):
        pass
    lines.put(None)


def _stepped(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give a limit that does not say where it was reached the step that was being played."""
    step = -1
    for record in records:
        step = record["step"] if record["kind"] == "step" else step
        if record["kind"] == "limit" and record["step"] < 0:
            record["step"] = step
    return records


def _record(line: bytes) -> dict[str, Any] | None:
    """Return the record in ``line``; a page that tampered with its own engine may have made it anything."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or not isinstance(record.get("kind"), str):
        return None
    if not isinstance(record.get("step", 0), int):
        return None
    record.setdefault("step", -1)
    return record
