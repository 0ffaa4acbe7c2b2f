"""How a rule is marked: plain Python where Mesa calls it, machine code where the compiled engine does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba.extending import register_jitable


def rule[F: Callable[..., Any]](function: F) -> F:
    """Mark a function as a rule.

    It is compiled without a wrapper for C, which nobody calls and which takes a sixth of the time to compile. A
    division by zero gives infinity or NaN, as in NumPy, so that the run ends as an error and not half-way in a stage.
    """
    marked: F = register_jitable(no_cfunc_wrapper=True, error_model="numpy")(function)
    return marked
