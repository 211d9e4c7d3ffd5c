"""The child process: runs jobs in the engine and writes what was seen, one JSON line each.

It is started as a file, isolated (``python -I worker.py FOLDER``), imports nothing of ctilint and limits its own
memory before the first job. The engine is given no function of the host: records are fetched from it, so a page has
nothing to call. When a script makes the engine stand still in native code, the parent ends this process.
"""

from __future__ import annotations

import json
import sys
from typing import Any

_JOBS_PER_STEP = 200_000
_TASKS_PER_STEP = 5_000
_SPARE_MEMORY = 96 << 20


class LimitReachedError(Exception):
    """A script was stopped at one of its limits; ``stack`` says where, in the engine's lines.

    ``own``: the app itself ran into it (an endless loop), not the simulation.
    """

    def __init__(self, what: str, stack: str = "", *, own: bool = True) -> None:
        super().__init__(what)
        self.stack = stack
        self.own = own


class Engine:
    """One page in one engine."""

    def __init__(self, job: dict[str, Any], quickjs: Any) -> None:
        self.job = job
        self.limits: dict[str, Any] = job["limits"]
        self.context = quickjs.Context()
        self.error: type[Exception] = quickjs.JSException
        self.context.set_max_stack_size(self.limits["stack"])
        self.context.set_memory_limit(self.limits["memory"])
        self.driver: dict[str, Any] = {}

    def prepare(self) -> None:
        """Install the simulation; it runs before anything of the page."""
        self.context.set_time_limit(20)
        given = {key: self.job[key] for key in ("settings", "limits", "table", "page")}
        sim = self.context.parse_json(json.dumps(given))
        for text in self.job["simulation"]:
            self.context.eval(text)(sim)
        for name in ("begin", "next", "failed", "run", "advance", "script", "take", "stats", "keep"):
            self.driver[name] = self.context.eval(f"(function (sim) {{ return sim.driver.{name}; }})")(sim)
        self.context.set_time_limit(self.limits["seconds"])

    def play(self, step: dict[str, Any]) -> None:
        """Play one step of the scenario to its end."""
        self.driver["begin"](json.dumps(step))
        while True:
            command = json.loads(self.driver["next"]())
            if command["op"] == "end":
                self.drain()
                return
            self.obey(command)

    def obey(self, command: dict[str, Any]) -> None:
        """Evaluate a script of the page, or let time pass."""
        if command["op"] == "eval":
            line, _, text = command["code"].partition("\n")
            self.evaluate("\n" * (int(line) - 1) + text)
            self.drain()
        elif command["op"] == "pump":
            self.pump(command["until"])

    def evaluate(self, code: str) -> None:
        """Run a script as the page's own; what it throws is the page's error."""
        try:
            self.context.eval(code)
        except self.error as error:
            text = str(error)
            if text.startswith("(Failed obtaining"):
                text = "an error that cannot be shown"
            _raise_limit(text)
            self.driver["failed"](text)

    def drain(self) -> None:
        """Run the microtasks that wait."""
        for _ in range(_JOBS_PER_STEP):
            if not self.context.execute_pending_job():
                return
        raise LimitReachedError("microtasks without end")

    def pump(self, until: float) -> None:
        """Run what is due until then, each task with its microtasks."""
        self.drain()
        for _ in range(_TASKS_PER_STEP):
            while text := self.driver["script"]():
                self.obey(json.loads(text))
            if not self.driver["run"](until):
                self.driver["advance"](until)
                return
            self.drain()
        raise LimitReachedError("tasks without end")

    def take(self) -> str:
        """Return what was recorded since the last time; there is memory for it even when the page used all."""
        self.context.set_memory_limit(self.limits["memory"] + _SPARE_MEMORY)
        self.context.set_time_limit(5)
        try:
            return str(json.loads(self.driver["take"]()))
        finally:
            self.context.set_memory_limit(self.limits["memory"])
            self.context.set_time_limit(self.limits["seconds"])


def _raise_limit(text: str) -> None:
    first, _, stack = text.partition("\n")
    if first.startswith("InternalError: interrupted"):
        raise LimitReachedError("a script ran without end", stack[:4000])
    if "out of memory" in first or first == "null":
        raise LimitReachedError("the memory was used up", stack[:4000])
    if "string too long" in first:
        raise LimitReachedError("a string grew too long", stack[:4000])


def _say(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record) + "\n")
    sys.stdout.flush()


def _limit(text: str) -> LimitReachedError:
    try:
        _raise_limit(text)
    except LimitReachedError as limit:
        return limit
    return LimitReachedError(f"the step ended early: {text.partition(chr(10))[0].strip()[:300]}", own=False)


def run(job: dict[str, Any], quickjs: Any) -> None:
    """Play all steps of one job; stop at the first limit."""
    engine = Engine(job, quickjs)
    engine.prepare()
    for step in job["steps"]:
        _say({"kind": "step", "step": step["index"], "do": step["do"]})
        limit: LimitReachedError | None = None
        try:
            if step["do"] == "load-again":
                engine = _loaded_again(engine, job, quickjs)
            engine.play(step)
        except LimitReachedError as reached:
            limit = reached
        except engine.error as error:
            limit = _limit(str(error))
        try:
            sys.stdout.write(engine.take())
        except (engine.error, MemoryError) as error:
            limit = limit or LimitReachedError(f"nothing could be read back: {str(error)[:200]}", own=False)
        if limit is not None:
            _say({"kind": "limit", "step": step["index"], "what": str(limit), "stack": limit.stack, "own": limit.own})
            break
    _say({"kind": "done"})


def _loaded_again(engine: Engine, job: dict[str, Any], quickjs: Any) -> Engine:
    """Return the same page, loaded afresh: storage and the Salesforce side are as the first load left them."""
    kept = json.loads(engine.driver["keep"]())
    sys.stdout.write(engine.take())
    fresh = Engine({**job, "settings": {**job["settings"], "kept": kept}}, quickjs)
    fresh.prepare()
    return fresh


def _limit_process(megabytes: int) -> None:
    try:
        import resource
    except ImportError:
        return
    size = megabytes << 20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """Read jobs from standard input, one JSON line each, until it ends."""
    sys.path.insert(0, sys.argv[1])
    from importlib import import_module

    _quickjs: Any = import_module("_quickjs")
    del sys.path[0]

    _limit_process(int(sys.argv[2]))
    if _quickjs.Context().eval("typeof Iterator") != "function":
        _say({"kind": "broken", "what": "the module _quickjs is not quickjs-ng: reinstall the package quickjs-ng"})
        return
    for line in sys.stdin:
        try:
            run(json.loads(line), _quickjs)
        except MemoryError:
            _say({"kind": "limit", "step": -1, "what": "the memory was used up", "own": True})
            _say({"kind": "done"})
        except Exception as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
            _say(
                {"kind": "limit", "step": -1, "what": f"the sandbox failed: {type(error).__name__}: {str(error)[:300]}"}
            )
            _say({"kind": "done"})


if __name__ == "__main__":
    main()
