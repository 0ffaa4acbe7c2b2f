"""Decides losses: who wears out whom in a week of fighting.

After Lanchester (1916), driven by tempo and materiel and not by advance: a force loses to every enemy, and the
more the larger a target it is itself (`exposure`). With exposure 0 it is his square law, which conserves
a F^2 - b G^2; with 1 his linear law, which conserves a F - b G.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from agents.arithmetic import divide, power, sqrt
from agents.rules import rule

if TYPE_CHECKING:
    from model.war import Belligerent

LARGEST_ARGUMENT = 300.0


@rule
def square_law(
    first: float, second: float, first_effect: float, second_effect: float, duration: float
) -> tuple[float, float]:
    """Forces after `duration` of dF/dt = -b G, dG/dt = -a F, solved by cosh and sinh; neither below 0."""
    rate = sqrt(first_effect * second_effect)
    x = min(rate * duration, LARGEST_ARGUMENT)
    grow = math.expm1(x)
    shrink = math.expm1(-x)
    cosh = 1.0 + 0.5 * (grow + shrink)
    span = duration if rate == 0.0 else 0.5 * (grow - shrink) / rate
    left = first * cosh - second_effect * second * span
    right = second * cosh - first_effect * first * span
    if left <= 0.0 and right <= 0.0:
        return 0.0, 0.0
    if left <= 0.0:
        return 0.0, sqrt(second * second - divide(first_effect, second_effect, 0.0) * first * first)
    if right <= 0.0:
        return sqrt(first * first - divide(second_effect, first_effect, 0.0) * second * second), 0.0
    return left, right


def lanchester_square(
    first: float, second: float, first_effect: float, second_effect: float, duration: float
) -> tuple[float, float]:
    """Two forces after fighting for `duration` under Lanchester's square law (1916).

    Parameters
    ----------
    first, second
        Forces F and G at the start.
    first_effect, second_effect
        a, b: losses that a unit of each force inflicts on the other in a unit of time.
    duration
        Time of fighting.

    Returns
    -------
    The two forces. a F^2 - b G^2 is conserved until one is annihilated; the winner then keeps the rest.

    Raises
    ------
    ValueError
        If an argument is negative or not finite.

    Examples
    --------
    >>> lanchester_square(100.0, 80.0, 0.1, 0.1, 1000.0)
    (60.0, 0.0)
    """
    for name, value in zip(
        ("first", "second", "first_effect", "second_effect", "duration"),
        (first, second, first_effect, second_effect, duration),
        strict=True,
    ):
        if not math.isfinite(value) or value < 0.0:
            raise ValueError(f"{name} = {value!r}: must be finite and at least 0")
    return square_law(first, second, first_effect, second_effect, duration)


@rule
def fire(
    russia: Belligerent,
    ukraine: Belligerent,
    men: tuple[float, float],
    stocks: tuple[float, float],
    firepower: float,
    exposure: float,
    tempo: float,
    weeks: float,
) -> tuple[float, float]:
    """Forces left of `men` after `weeks` of fighting: a man's effect goes with tempo, stocks and targets.

    Pairs are Russia's and Ukraine's; `firepower` is the elasticity of a man's effect to his side's materiel,
    `exposure` that to the men he fires at, who are held constant over the `weeks`.
    """
    if tempo <= 0.0:
        return men
    russian = tempo * russia.lethality * power(stocks[0], firepower) * power(men[1], exposure)
    ukrainian = tempo * ukraine.lethality * power(stocks[1], firepower) * power(men[0], exposure)
    return square_law(men[0], men[1], russian, ukrainian, weeks)
