"""Decides what a state believes about the drift of the front on open ground, from reports and its own intelligence.

Kalman (1960) filter of y_t - m y_{t-1}, the drift a random walk; first views and private signals differ, so
that optimism lasts (Smith and Stam 2004; Johnson 2004). Behind a river that holds an advance up, reports tell less
(statistical linearisation, Gelb 1974, ch. 6.2). With m = 0, a fixed drift and no river: the normal posterior.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from agents.arithmetic import divide, exp, normal_cdf, sqrt
from agents.records import parameter
from agents.rules import rule
from agents.states import State
from agents.vocabulary import FIRST_EUROPEAN, Actor

_LEAST_SPREAD = 1e-9
"""Floor of the standard deviation of a belief (km2 a week), so that the rules are total."""


@dataclass(frozen=True)
class BeliefParameters:
    """How states learn about the war."""

    optimism: float = parameter(
        30.0,
        "how far a belligerent's first view of the weekly drift lies from the true one, in its own favour",
        unit="km2 a week",
        low=0.0,
        high=100.0,
        kind="prior",
        source="judgement: both sides claimed the upper hand in March 2025",
    )
    bias: float = parameter(
        15.0,
        "the same for its own intelligence, for good (0: it learns the truth)",
        unit="km2 a week",
        low=0.0,
        high=60.0,
        kind="prior",
        source="judgement; direction: Johnson (2004), Overconfidence and War",
    )
    european_lean: float = parameter(
        0.5,
        "share of Ukraine's optimism and bias that European states share",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement",
    )
    spread: float = parameter(
        30.0,
        "standard deviation of the first view",
        unit="km2 a week",
        low=5.0,
        high=100.0,
        kind="prior",
        source="judgement: of the size of the optimism",
    )
    wandering: float = parameter(
        6.0,
        "weekly innovation of the drift that states reckon with",
        unit="km2 a week",
        low=0.0,
        high=15.0,
        kind="estimated",
        source="spread of the line after four years that the hidden disturbance of power makes (docs/evidence.md)",
    )
    private_sd: float = parameter(
        60.0,
        "error of a week's own intelligence about the drift",
        unit="km2 a week",
        low=5.0,
        high=300.0,
        kind="prior",
        source="judgement: as informative as the public reports of some three weeks",
    )


@rule
def lean_of(actor: int, parameters: BeliefParameters) -> float:
    """Whose optimism a state shares: 1 for Russia's, -1 for Ukraine's, 0 for an outsider's sober view."""
    if actor == Actor.RUSSIA:
        return 1.0
    if actor == Actor.UKRAINE:
        return -1.0
    if actor >= FIRST_EUROPEAN:
        return -parameters.european_lean
    return 0.0


@rule
def initialise_belief(
    state: State, actor: int, drift: float, advance: float, parameters: BeliefParameters
) -> None:
    """First view of the season-free drift, and the last advance seen."""
    state.belief_mean = drift + lean_of(actor, parameters) * parameters.optimism
    state.belief_variance = parameters.spread * parameters.spread
    state.last_report = advance


@rule
def learn(state: State, signal: float, slope: float, noise_variance: float) -> None:
    """Kalman update on one signal = slope x drift + noise; a signal without slope teaches nothing."""
    total = slope * slope * state.belief_variance + noise_variance
    gain = divide(state.belief_variance * slope, total, 0.0)
    state.belief_mean = state.belief_mean + gain * (signal - slope * state.belief_mean)
    state.belief_variance = max(0.0, (1.0 - gain * slope) * state.belief_variance)


@rule
def seen_past_river(mean: float, variance: float, toll: float) -> tuple[float, float]:
    """Expected drift past a river that takes `toll` from an advance, and its regression on the drift on open ground.

    Both follow from the moments of a normal belief cut at 0 and at the toll, the second by Stein's lemma: it is the
    probability that the drift lies below 0 or above the toll, and not between, where the line stands still.
    """
    spread = max(sqrt(variance), _LEAST_SPREAD)
    back, on = mean / spread, (mean - toll) / spread
    root = sqrt(2.0 * math.pi)
    behind, above = normal_cdf(-back), normal_cdf(on)
    expected = mean * behind - spread * exp(-0.5 * back * back) / root
    expected += (mean - toll) * above + spread * exp(-0.5 * on * on) / root
    return expected, behind + above


@rule
def update_belief(
    state: State,
    actor: int,
    reported: float,
    drift: float,
    season: float,
    fighting: float,
    memory: float,
    noise_variance: float,
    parameters: BeliefParameters,
    toll: float = 0.0,
) -> None:
    """Update a state's belief about the drift of the front on open ground, season aside.

    Parameters
    ----------
    state, actor : State, int
        Whose belief; `state.normals[0]` is the error of its own intelligence.
    reported, season, fighting : float
        Reported advance (km2 a week), the season's factor on it, the share of it that truces let happen.
    drift : float
        True drift on open ground, season aside, of which its own intelligence, on the forces, is a noisy and biased sign.
    memory, noise_variance : float
        Autoregression of the advance; variance of y_t - m y_{t-1} about its mean, errors of reports included.
    toll : float
        What a river under the line takes from an advance, 0 on open ground (km2 a week).
    """
    state.belief_variance = state.belief_variance + parameters.wandering * parameters.wandering
    filtered = reported - fighting * memory * state.last_report
    slope = fighting * (1.0 - memory) * season
    if toll > 0.0:
        expected, seen = seen_past_river(state.belief_mean, state.belief_variance, toll)
        filtered = filtered + slope * (seen * state.belief_mean - expected)
        slope = slope * seen
    learn(state, filtered, slope, noise_variance)
    signal = drift + lean_of(actor, parameters) * parameters.bias + parameters.private_sd * state.normals[0]
    learn(state, signal, 1.0, parameters.private_sd * parameters.private_sd)
    state.last_report = reported
