"""How a mutant meets its tests: one pytest session, in which every mutant is played in a forked process.

Tests are collected once. A first fork runs them without a mutant and tells which rules each of them plays and how long
it takes, so that a mutant meets the tests that play its rule alone, the shortest first, until one fails.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import sys
import time
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import hypothesis
import pytest

SLOW = 10.0  # seconds of processor, and PATIENCE times what the tests take without a mutant, till one counts as found
PATIENCE = 4.0
TOOL = 4  # of sys.monitoring: none of its named ones

Played = dict[str, tuple[float, list[str]]]
"""Of each test, by its id: seconds of processor, and the rules that it plays."""


class Session:
    """Plugin of pytest: hands the tests it collects to `work` in the place of running them."""

    def __init__(self, work: Callable[[Session], None]) -> None:
        self.work = work
        self.items: dict[str, pytest.Item] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Let property tests fail at once: nobody reads their smallest example."""
        quick = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
        hypothesis.settings.register_profile("mutants", parent=hypothesis.settings(), phases=quick)
        hypothesis.settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do the work, unless a file could not be read."""
        if session.testsfailed:
            raise session.Failed("a file of tests could not be read")
        self.session = session
        self.items = {item.nodeid: item for item in session.items}
        gc.freeze()  # so that forks do not copy what they never change
        self.work(self)
        return True

    def passed(self, names: list[str]) -> int:
        """Run tests in this process until one fails; return how many passed."""
        items = [self.items[name] for name in names]
        for place, (item, following) in enumerate(zip(items, [*items[1:], None], strict=True)):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.session.testsfailed:
                print(f"{item.nodeid} fails", file=sys.stderr)
                return place
        return len(items)

    def played(self, codes: dict[types.CodeType, str]) -> Played:
        """Run all tests without a mutant, each with the rules that it plays, in a forked process."""
        out, into = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(out)
            found: Played = {}
            with watched(codes) as seen:
                for name in self.items:
                    forget()
                    seen.clear()
                    sys.monitoring.restart_events()
                    start = time.process_time()
                    if not self.passed([name]):
                        break
                    found[name] = (time.process_time() - start, sorted(seen))
            with os.fdopen(into, "wb") as pipe:
                pickle.dump(found, pipe)
            os._exit(0)
        os.close(into)
        with os.fdopen(out, "rb") as pipe:
            found = pickle.load(pipe)
        os.waitpid(child, 0)
        if len(found) < len(self.items):
            raise SystemExit("a test fails without a mutant")
        return found

    def survives(self, rule: Any, code: types.CodeType, names: list[str], seconds: float) -> bool:
        """Whether tests, which take so long, all pass with this code in the place of a rule's.

        The test that found it is put first: it is the likeliest to find the next fault of the rule.
        """
        child = os.fork()
        if child == 0:
            limit = int(SLOW + PATIENCE * seconds)
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1)
            os.dup2(silent, 2)
            rule.__code__ = code
            passed = self.passed(names)
            os._exit(0 if passed == len(names) else min(1 + passed, 255))
        status = os.waitpid(child, 0)[1]
        if os.WIFEXITED(status) and 0 < os.WEXITSTATUS(status) < 255:
            names.insert(0, names.pop(os.WEXITSTATUS(status) - 1))
        return status == 0


def forget() -> None:
    """Empty what the modules of the tests keep, so that each test plays all that it rests on."""
    for module in [m for name, m in sys.modules.items() if name.split(".")[0] == "tests"]:
        for kept in list(vars(module).values()):
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()


@contextmanager
def watched(codes: dict[types.CodeType, str]) -> Iterator[set[str]]:
    """Collect the names of the rules that start, once between two `sys.monitoring.restart_events()`."""
    seen: set[str] = set()
    monitor, start = sys.monitoring, sys.monitoring.events.PY_START

    def note(code: types.CodeType, _: int) -> object:
        seen.add(codes[code])
        return monitor.DISABLE

    monitor.use_tool_id(TOOL, "rules")
    monitor.register_callback(TOOL, start, note)
    for code in codes:
        monitor.set_local_events(TOOL, code, start)
    try:
        yield seen
    finally:
        monitor.free_tool_id(TOOL)


def run(tests: list[str], skipped: str, work: Callable[[Session], None]) -> None:
    """Collect these files of tests, but for those of names in `skipped`, and hand them to `work`."""
    plain = ["-s", "-o", "addopts=", "-p", "no:cacheprovider", "-p", "no:warnings", "-p", "no:terminal"]
    status = pytest.main([*plain, "-k", skipped, *tests], plugins=[Session(work)])
    if status:
        raise SystemExit(int(status))
