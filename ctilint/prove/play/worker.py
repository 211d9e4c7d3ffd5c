"""The child process: runs jobs in the engine and writes what was seen, one JSON line each.

It is started as a file, isolated (``python -I worker.py FOLDER``), imports nothing of ctilint and limits its own
memory before the first job. The engine is given no function of the host: records are fetched from it, so a page has
nothing to call. When a script makes the engine stand still in native code, the parent ends this process and all that
it forked.

Where processes can be forked, the simulation is compiled once, a page is prepared once and started once, and each
scenario goes on from there in a process of its own: what a scenario does never reaches another.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

_JOBS_PER_STEP = 200_000
_TASKS_PER_STEP = 5_000
_SPARE_MEMORY = 96 << 20
#: How often two tabs may answer one another in one step, and where the numbers of the second begin.
_EXCHANGES = 20
_OTHER_TAB = 1_000_000
#: Steps that reach every tab; the others happen in the first, where the agent is.
_REACHES_ALL = frozenset(
    {
        *("ring", "connecting", "accept", "hold", "resume", "transfer", "conference", "hang-up", "wrap-up"),
        *("agent-state", "end-session", "wait", "answers", "network", "gaps", "leave", "vendor"),
    }
)


class LimitReachedError(Exception):
    """A script was stopped at one of its limits; ``stack`` says where, in the engine's lines.

    ``own``: the app itself ran into it (an endless loop), not the simulation.
    """

    def __init__(self, what: str, stack: str = "", *, own: bool = True) -> None:
        super().__init__(what)
        self.stack = stack
        self.own = own


class Seed:
    """An engine that has compiled the simulation and holds no page yet."""

    def __init__(self, job: dict[str, Any], quickjs: Any) -> None:
        self.context = quickjs.Context()
        self.context.set_max_stack_size(job["limits"]["stack"])
        self.context.set_memory_limit(job["limits"]["memory"])
        self.context.set_time_limit(20)
        self.parts = [self.context.eval(text) for text in job["simulation"]]


class Engine:
    """One page in one engine."""

    def __init__(self, job: dict[str, Any], quickjs: Any, seeds: list[Seed]) -> None:
        self.job = job
        self.limits: dict[str, Any] = job["limits"]
        self.seed = seeds.pop() if seeds else Seed(job, quickjs)
        self.context = self.seed.context
        self.error: type[Exception] = quickjs.JSException
        self.driver: dict[str, Any] = {}

    def prepare(self) -> None:
        """Install the simulation; it runs before anything of the page."""
        self.context.set_time_limit(20)
        given = {key: self.job[key] for key in ("settings", "limits", "table", "page")}
        sim = self.context.parse_json(json.dumps(given))
        for part in self.seed.parts:
            part(sim)
        for name in ("begin", "next", "failed", "run", "advance", "script", "take", "stats", "keep", "sent", "receive"):
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


Writer = Callable[[str], object]


def _record(**fields: Any) -> str:
    return json.dumps(fields) + "\n"


def _say(**fields: Any) -> None:
    sys.stdout.write(_record(**fields))
    sys.stdout.flush()


def _limit(text: str) -> LimitReachedError:
    try:
        _raise_limit(text)
    except LimitReachedError as limit:
        return limit
    return LimitReachedError(f"the step ended early: {text.partition(chr(10))[0].strip()[:300]}", own=False)


class Play:
    """A page that is being played, in one tab or more: one step after the other, until the first limit."""

    def __init__(self, job: dict[str, Any], quickjs: Any, seeds: list[Seed]) -> None:
        self.job, self.quickjs, self.seeds = job, quickjs, seeds
        self.tabs = [Engine(job, quickjs, seeds)]
        self.tabs[0].prepare()

    def step(self, step: dict[str, Any], write: Writer) -> bool:
        """Play one step and write what was seen; return whether the page goes on."""
        write(_record(kind="step", step=step["index"], do=step["do"]))
        limit = self._played(step, write)
        for tab in self.tabs:
            try:
                write(tab.take())
            except (tab.error, MemoryError) as error:
                limit = limit or LimitReachedError(f"nothing could be read back: {str(error)[:200]}", own=False)
        if limit is None:
            return True
        write(_record(kind="limit", step=step["index"], what=str(limit), stack=limit.stack, own=limit.own))
        return False

    def steps(self, steps: list[dict[str, Any]], write: Writer) -> None:
        """Play steps until one does not go on."""
        for step in steps:
            if not self.step(step, write):
                return

    def _played(self, step: dict[str, Any], write: Writer) -> LimitReachedError | None:
        """Play a step in the tabs that it reaches; return the limit that one ran into."""
        error = self.tabs[0].error
        try:
            if step["do"] == "load-again":
                self.tabs[0] = self._loaded_again(write)
            if step["do"] == "second-softphone":
                self.tabs.append(self._second())
                self.tabs[-1].play({**step, "do": "start"})
                self._exchange(step["index"])
                return None
            for tab in self.tabs if step["do"] in _REACHES_ALL else self.tabs[:1]:
                tab.play(step)
                self._exchange(step["index"])
        except LimitReachedError as reached:
            return reached
        except error as failed:
            return _limit(str(failed))
        return None

    def _loaded_again(self, write: Writer) -> Engine:
        """Return the same page loaded afresh: storage and the Salesforce side are as the first load left them."""
        kept = json.loads(self.tabs[0].driver["keep"]())
        write(self.tabs[0].take())
        return self._further({"start": kept["now"], "kept": kept})

    def _second(self) -> Engine:
        """Return the page in another tab: its session storage is its own, what it counts is told apart."""
        self.tabs[0].driver["sent"]()
        kept = json.loads(self.tabs[0].driver["keep"]())
        kept.update(events=_OTHER_TAB, registered=_OTHER_TAB, storage={**kept["storage"], "sessionStorage": {}})
        return self._further({"start": kept["now"], "kept": kept, "second": True})

    def _further(self, settings: dict[str, Any]) -> Engine:
        job = {**self.job, "settings": {**self.job["settings"], **settings}}
        fresh = Engine(job, self.quickjs, self.seeds)
        fresh.prepare()
        return fresh

    def _exchange(self, index: int) -> None:
        """Hand over what one tab sent to the others, until all are quiet."""
        for _ in range(_EXCHANGES if len(self.tabs) > 1 else 0):
            quiet = True
            for number, tab in enumerate(self.tabs):
                sent = tab.driver["sent"]()
                if sent == "[]":
                    continue
                quiet = False
                for other in (*self.tabs[:number], *self.tabs[number + 1 :]):
                    other.driver["receive"](sent, index)
                    other.pump(json.loads(other.driver["stats"]())["now"] + 50)
            if quiet:
                return


def guarded(act: Callable[[], object]) -> None:
    """Do something for a job; whatever goes wrong, the parent hears of it."""
    try:
        act()
    except MemoryError:
        _say(kind="limit", step=-1, what="the memory was used up", own=True)
    except Exception as error:  # noqa: BLE001 - see above
        _say(kind="limit", step=-1, what=f"the sandbox failed: {type(error).__name__}: {str(error)[:300]}")


class Branch:
    """A forked process that keeps what ``begin`` returned in it, and does each job that it is given from there."""

    _open: list[int] = []  # noqa: RUF012 - of the whole process: a fork closes what is not its own

    def __init__(self, begin: Callable[[], Callable[[dict[str, Any]], object]]) -> None:
        jobs, self._jobs = os.pipe()
        self._answers, answers = os.pipe()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            for number in (*Branch._open, self._jobs, self._answers):
                os.close(number)
            Branch._open = [jobs, answers]
            _serve(jobs, answers, begin)
        os.close(jobs)
        os.close(answers)
        Branch._open = [*Branch._open, self._jobs, self._answers]

    def run(self, job: dict[str, Any]) -> bool:
        """Have a job done; say so when the process ended over it, and return whether it is still there."""
        try:
            _write(self._jobs, json.dumps(job).encode() + b"\n")
            alive = bool(os.read(self._answers, 1))
        except BrokenPipeError:
            alive = False
        if not alive:
            self.end()
        return alive

    def end(self) -> None:
        """Let the process end; say so when it did not end by itself."""
        for number in (self._jobs, self._answers):
            os.close(number)
            Branch._open.remove(number)
        _wait(self.pid)


def _write(number: int, data: bytes) -> None:
    while data:
        data = data[os.write(number, data) :]


def _wait(pid: int) -> None:
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code:
        how = f"was stopped by the system (signal {-code})" if code < 0 else f"ended early (exit code {code})"
        _say(kind="limit", step=-1, what=f"the engine {how}", own=False)


def _serve(jobs: int, answers: int, begin: Callable[[], Callable[[dict[str, Any]], object]]) -> NoReturn:
    """Do jobs until the pipe ends; a beginning that fails is said at each of them."""
    act: list[Callable[[dict[str, Any]], object]] = []
    with os.fdopen(jobs, "rb") as lines:
        for line in lines:
            if not act:
                guarded(lambda: act.append(begin()))
            if act:
                guarded(partial(act[0], json.loads(line)))
            sys.stdout.flush()
            os.write(answers, b".")
    os._exit(0)


def _apart(act: Callable[[], object]) -> None:
    """Do something in a forked process of its own."""
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        guarded(act)
        sys.stdout.flush()
        os._exit(0)
    _wait(pid)


class Forking:
    """Plays jobs; a page is prepared once, and started once for all scenarios that begin with its plain start."""

    def __init__(self, given: dict[str, Any], quickjs: Any) -> None:
        self.given, self.quickjs = given, quickjs
        self.seeds = [Seed(given, quickjs), Seed(given, quickjs)]
        self.prepared: Branch | None = None
        self.key = ""

    def run(self, page: str, job: dict[str, Any]) -> None:
        """Play one job on a page (its JSON)."""
        key = page + json.dumps(job["settings"])
        if self.prepared is None or self.key != key:
            if self.prepared is not None:
                self.prepared.end()
            self.key = key
            self.prepared = Branch(
                lambda: Prepared(Play({**self.given, **json.loads(page), **job}, self.quickjs, self.seeds))
            )
        if not self.prepared.run(job):
            self.prepared = None


class Prepared:
    """A page of which nothing ran yet."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.started: Branch | None = None

    def __call__(self, job: dict[str, Any]) -> None:
        """Play a job on it."""
        first = job["steps"][0] if job["steps"] else {}
        if first.get("do") != "start" or len(first) > 2:
            _apart(lambda: self.play.steps(job["steps"], sys.stdout.write))
            return
        self.started = self.started or Branch(lambda: Started(self.play, first))
        if not self.started.run(job):
            self.started = None


class Started:
    """A page that was started: what was seen of it, and whether it goes on."""

    def __init__(self, play: Play, step: dict[str, Any]) -> None:
        self.play = play
        self.seen: list[str] = []
        self.goes_on = play.step(step, self.seen.append)

    def __call__(self, job: dict[str, Any]) -> None:
        """Play the rest of a job on it."""
        sys.stdout.writelines(self.seen)
        if self.goes_on:
            _apart(lambda: self.play.steps(job["steps"][1:], sys.stdout.write))


class Plain:
    """Plays jobs where no process can be forked: each on a page of its own."""

    def __init__(self, given: dict[str, Any], quickjs: Any) -> None:
        self.given, self.quickjs = given, quickjs

    def run(self, page: str, job: dict[str, Any]) -> None:
        """Play one job on a page (its JSON)."""
        Play({**self.given, **json.loads(page), **job}, self.quickjs, []).steps(job["steps"], sys.stdout.write)


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
    """Read lines from standard input until it ends: what holds for all jobs, then pages and jobs, each JSON."""
    sys.path.insert(0, sys.argv[1])
    from importlib import import_module

    _quickjs: Any = import_module("_quickjs")
    del sys.path[0]

    _limit_process(int(sys.argv[2]))
    if _quickjs.Context().eval("typeof Iterator") != "function":
        _say(kind="broken", what="the module _quickjs is not quickjs-ng: reinstall the package quickjs-ng")
        return
    given = json.loads(sys.stdin.readline() or "{}")
    player = (Forking if hasattr(os, "fork") else Plain)(given, _quickjs)
    page = ""
    for line in sys.stdin:
        if not page:
            page = line
            continue
        if line == "\n":
            page = ""
            continue
        guarded(partial(player.run, page, json.loads(line)))
        _say(kind="done")


if __name__ == "__main__":
    main()
