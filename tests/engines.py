"""Run one rule in both engines and hold them to the same bits."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numba
import numpy as np

from experiments.rows import row_of as as_array


@functools.cache
def compiled(rule: Callable[..., Any], mask: tuple[bool, ...]) -> Callable[..., Any]:
    """Compile `rule` behind a wrapper that unpacks records handed over as arrays of one row."""
    names = [f"a{i}" for i in range(len(mask))]
    passed = ", ".join(f"{n}[0]" if record else n for n, record in zip(names, mask, strict=True))
    scope: dict[str, Any] = {"rule": rule}
    exec(f"def wrapper({', '.join(names)}):\n    return rule({passed})", scope)
    return numba.njit(scope["wrapper"])


def both(rule: Callable[..., Any], *arguments: Any) -> Any:
    """Call `rule` in plain Python and compiled on copies of the same records; assert equal bits.

    Arguments are records made by `Record.new`, lists of such records (rows), parameter groups
    (frozen dataclasses), arrays, or numbers. The records passed in are left as plain Python left them.

    Returns
    -------
    What the rule returned in plain Python.
    """
    if numba.config.DISABLE_JIT:  # as coverage and mutants are: nothing is compiled
        return rule(*arguments)
    mask, machine, plain = [], [], []
    for argument in arguments:
        single = not isinstance(argument, np.ndarray | int | float | bool | list)
        mask.append(single)
        if isinstance(argument, list):
            row = np.concatenate([as_array(a) for a in argument])
        elif single:
            row = as_array(argument)
        else:
            row = argument.copy() if isinstance(argument, np.ndarray) else argument
        machine.append(row)
        plain.append(argument)
    expected = rule(*plain)
    found = compiled(rule, tuple(mask))(*machine)
    for argument, row in zip(arguments, machine, strict=True):
        if isinstance(argument, list):
            assert np.concatenate([as_array(a) for a in argument]).tobytes() == row.tobytes()
        elif isinstance(argument, np.ndarray):
            assert argument.tobytes() == row.tobytes()
        elif not isinstance(argument, int | float | bool):
            assert as_array(argument).tobytes() == row.tobytes()
    if isinstance(expected, float):
        assert np.float64(expected).tobytes() == np.float64(found).tobytes(), (expected, found)
    elif isinstance(expected, int | bool):
        assert expected == found
    return expected
