"""Where a front ends that has a great river before it: who reaches his objective first, when, and as believed.

A Brownian front whose drift is `drift` before the river and `past_river(drift, toll)` beyond it, between two absorbing
barriers: scale function and mean exit time of a diffusion on an interval (Karlin and Taylor 1981, ch. 15.3), read as
a network of two conductors that meet at the river (Doyle and Snell 1984). A stretch of length L on which the drift
pulls the front at m a week away from the river has, with z = 2 m L / sd^2, k(z) = z / (1 - e^-z) and
q(z) = (k(z) - 1) / z,

    C = k(z) / L            slope, at the river, of the probability to leave the stretch by its far end: a conductance
    S = 2 L q(z) / sd^2     slope, at the river, of the expected weeks on the stretch

and since probability and time have no kink at the river,

    P(top first | at the river) = C_beyond / (C_before + C_beyond)
    E(weeks     | at the river) = (S_before + S_beyond) / (C_before + C_beyond);

from anywhere else the front first leaves its own stretch, by the formulas of `ruin.py`. Without a toll both drifts are
one and it is `drift_exit`; where the drift beyond drives back ever harder, the river is a wall that reflects.
"""

from __future__ import annotations

import math

from agents.arithmetic import clip, divide, exp, normal_cdf, sqrt
from agents.ruin import (
    LEAST_VARIANCE,
    OVERSHOOT,
    drift_exit_core,
    require,
    ruin_probability,
    ruin_time,
    short_of_one,
)
from agents.rules import rule

_NEARLY_STILL = 0.02
"""Below this pull the difference of two near-equal numbers is replaced by its series."""

_FOR_EVER = 300.0
"""Log of the longest wait that is told from for ever."""

_FARTHEST_SCORE = 30.0
"""Beyond so many standard deviations from 0 the rest of a normal belief weighs nothing."""

_LEAST_WEIGHT = 1e-7
"""A part of a belief that weighs less is left out."""

_ENDLESS = 1e12
"""Ground (km2) that stands for what can never be crossed."""


@rule
def past_river(drift: float, toll: float) -> float:
    """Drift beyond the river: the toll is what crossing costs an advance; it drives nobody back."""
    if drift <= 0.0:
        return drift
    return max(0.0, drift - toll)


@rule
def level_ground(drift: float, distance_up: float, beyond: float, toll: float) -> float:
    """Open ground (km2) that a steady advance would take as long to gain as what lies ahead with the river in it."""
    past = past_river(drift, toll)
    if past == drift:
        return distance_up
    if past <= 0.0:
        return _ENDLESS
    far = min(beyond, distance_up)
    return min(distance_up + far * (drift / past - 1.0), _ENDLESS)


@rule
def _stretch(pull: float) -> tuple[float, float]:
    """k(|z|) and q(z) of a stretch; its conductance is k(|z|) e^min(z, 0) / L."""
    size = abs(pull)
    short = short_of_one(size)
    outflow = divide(size, short, 1.0)
    if size < _NEARLY_STILL:
        return outflow, 0.5 + pull / 12.0 - pull * pull * pull / 720.0
    if pull > 0.0:
        return outflow, (outflow - 1.0) / pull
    return outflow, (outflow * (1.0 - short) - 1.0) / pull


@rule
def _at_river(
    before: float, beyond: float, drift: float, past: float, variance: float
) -> tuple[float, float]:
    """From the river between two stretches: probability to leave beyond it, and expected weeks."""
    back = -2.0 * drift * before / variance
    on = 2.0 * past * beyond / variance
    k_back, q_back = _stretch(back)
    k_on, q_on = _stretch(on)
    stay = 2.0 * (before * q_back + beyond * q_on) / variance
    held_back, held_on = min(back, 0.0), min(on, 0.0)
    flow_back, flow_on = k_back / before, k_on / beyond
    if held_back < held_on:
        flow_back = flow_back * exp(held_back - held_on)
    elif held_on < held_back:
        flow_on = flow_on * exp(held_on - held_back)
    both = flow_back + flow_on
    weeks = stay / both
    least = max(held_back, held_on)
    if least < 0.0:
        weeks = weeks * exp(min(-least, _FOR_EVER))
    return flow_on / both, weeks


@rule
def crossing_exit_core(
    start: float, top: float, river: float, drift: float, past: float, sd: float
) -> tuple[float, float]:
    """`crossing_exit` without validation, for weekly rules."""
    if past == drift or river <= 0.0 or river >= top:
        return drift_exit_core(start, top, past if river <= 0.0 else drift, sd)
    if start <= 0.0:
        return 0.0, 0.0
    if start >= top:
        return 1.0, 0.0
    variance = max(sd * sd, LEAST_VARIANCE)
    out = OVERSHOOT * sqrt(variance)
    before, beyond = river + out, top - river + out
    held, weeks = _at_river(before, beyond, drift, past, variance)
    if start < river:
        tilt = -2.0 * drift / variance
        reached = ruin_probability(start + out, before, tilt)
        first = ruin_time(start + out, before, tilt, drift, variance, reached)
        return reached * held, first + reached * weeks
    tilt = -2.0 * past / variance
    reached = ruin_probability(start - river, beyond, tilt)
    first = ruin_time(start - river, beyond, tilt, past, variance, reached)
    return reached + (1.0 - reached) * held, first + (1.0 - reached) * weeks


def crossing_exit(
    start: float, top: float, river: float, drift: float, past: float, sd: float
) -> tuple[float, float]:
    """Exit of a walk whose drift changes at a river: probability to leave by `top`, and expected weeks.

    Parameters
    ----------
    start, top, river : float
        Distances above the lower barrier, `start` and `river` in [0, top], top > 0 (km2).
    drift, past : float
        Mean of a weekly step below and above the river (km2).
    sd : float
        Long-run standard deviation of a weekly step, above 0 (km2).

    Returns
    -------
    tuple of float
        Probability in [0, 1] and expected weeks; a wait beyond e^300 weeks is cut there.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Karlin and Taylor (1981), *A Second Course in Stochastic Processes*, ch. 15.3; Doyle and Snell (1984), *Random Walks
    and Electric Networks*.
    """
    top = require("crossing_exit", "top", top, 0.0, math.inf)
    start = require("crossing_exit", "start", start, 0.0, top)
    river = require("crossing_exit", "river", river, 0.0, top)
    drift = require("crossing_exit", "drift", drift, -math.inf, math.inf)
    past = require("crossing_exit", "past", past, -math.inf, math.inf)
    sd = require("crossing_exit", "sd", sd, 0.0, math.inf)
    if top == 0.0 or sd == 0.0:
        raise ValueError("crossing_exit: top and sd must be above 0")
    return crossing_exit_core(start, top, river, drift, past, sd)


@rule
def believed_victory_core(
    mean: float,
    variance: float,
    sd: float,
    distance_up: float,
    distance_down: float,
    beyond: float = 0.0,
    toll: float = 0.0,
) -> tuple[float, float]:
    """`believed_victory` without validation, for weekly rules."""
    spread = sqrt(variance)
    top = distance_up + distance_down
    parts = 2 if toll <= 0.0 or beyond <= 0.0 else 3
    p = 0.0
    hazard = 0.0
    below, low_density, low_moment = 0.0, 0.0, 0.0
    for part in range(parts):
        upto, density, moment = 1.0, 0.0, 0.0
        if part < parts - 1:
            edge = toll if part == 1 else 0.0
            score = clip(divide(edge - mean, spread, edge), -_FARTHEST_SCORE, _FARTHEST_SCORE)
            upto = normal_cdf(score)
            density = exp(-0.5 * score * score) / sqrt(2.0 * math.pi)
            moment = score * density
        weight = upto - below
        if weight > _LEAST_WEIGHT:
            shift = (low_density - density) / weight
            scatter = spread * sqrt(1.0 + (low_moment - moment) / weight - shift * shift)
            for node in range(2):
                drift = mean + spread * shift + (1.0 - 2.0 * node) * scatter
                past = past_river(drift, toll)
                up, weeks = crossing_exit_core(distance_down, top, top - beyond, drift, past, sd)
                p += 0.5 * weight * up
                hazard += 0.5 * weight / max(weeks, 1.0)
        below, low_density, low_moment = upto, density, moment
    return min(p, 1.0), min(hazard, 1.0)


def believed_victory(
    mean: float,
    variance: float,
    sd: float,
    distance_up: float,
    distance_down: float,
    beyond: float = 0.0,
    toll: float = 0.0,
) -> tuple[float, float]:
    """Probability of a decisive end at the upper barrier, and its weekly hazard, on a normal belief.

    `crossing_exit` averaged over a normal belief about the drift on open ground. Between far barriers the outcome is
    all but decided by the sign of the drift and by whether it outweighs the toll, steps that quadrature on the whole
    line (Gauss-Hermite) misses by up to 0.2; so the belief is split there and each part stands for itself by two
    nodes, its conditional mean plus and minus its conditional standard deviation. The hazard is the mean of
    1 / expected weeks.

    Parameters
    ----------
    mean, variance : float
        Belief about the weekly drift on open ground (km2, km2**2), variance at least 0.
    sd : float
        Long-run standard deviation of a weekly step, above 0 (km2).
    distance_up, distance_down : float
        What is left to either objective, at least 0 and not both 0 (km2).
    beyond : float, optional
        How far below the upper objective the river runs, in [0, distance_up + distance_down] (km2).
    toll : float, optional
        What the river takes from an advance across it, at least 0 (km2 a week).

    Returns
    -------
    tuple of float
        Probability that the upper objective is reached first, and weekly probability of a decisive end.

    Raises
    ------
    ValueError
        If an argument is outside its range.
    """
    mean = require("believed_victory", "mean", mean, -math.inf, math.inf)
    variance = require("believed_victory", "variance", variance, 0.0, math.inf)
    sd = require("believed_victory", "sd", sd, 0.0, math.inf)
    up = require("believed_victory", "distance_up", distance_up, 0.0, math.inf)
    down = require("believed_victory", "distance_down", distance_down, 0.0, math.inf)
    beyond = require("believed_victory", "beyond", beyond, 0.0, up + down)
    toll = require("believed_victory", "toll", toll, 0.0, math.inf)
    if sd == 0.0 or up + down == 0.0:
        raise ValueError("believed_victory: sd and the sum of the distances must be above 0")
    return believed_victory_core(mean, variance, sd, up, down, beyond, toll)
