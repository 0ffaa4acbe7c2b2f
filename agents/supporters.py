"""Decides what each supporter of Ukraine gives, by its own belief about the war.

Aid is a public good among allies: Olson and Zeckhauser (1966), with goods of one's own beside it (Sandler 1977;
Andreoni 1990) and with some concert (Cornes and Sandler 1984). A supporter chooses the share r of its means that
maximises, given what the others give,

    - H P(m + D (1 - A / A')) - (r - d)^2 / 2 k

H what a Russian victory would cost it by its own positions; P the chance, by its own belief (mean drift m), that
Russia has its objective within the horizon; D the drift that the aid A' at the front holds back, A all aid now
given; d the effort for its own sake; k its response to danger. The best reply is

    r = d + k H P' D (w + c (1 - w)),    w its means over A',  c the concert of the allies.

Aid of others is a substitute where the front is thought to hold (P'' > 0: the less they give, the more it does)
and a complement where it is thought lost (P'' < 0). It reduces to the disposition d with k = 0, to Olson and
Zeckhauser's reply, in which effort goes with size, with c = 0, and with c = 1, where each counts on being matched,
to the joint optimum of allies of equal stakes. What it leaves out: distance (stakes are read from positions),
promises and arrears. Seen in `belief_europe`, `aid_europe`. One member's veto binds common decisions (Tsebelis 2002).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agents.arithmetic import clip, divide, exp, normal_cdf, power, sqrt
from agents.records import parameter
from agents.rules import rule
from agents.valuation import utility
from agents.vocabulary import FIRST_EUROPEAN, STATES, Actor

if TYPE_CHECKING:
    from agents.states import State

_TABLE = "line through resolve, less what danger adds, and disposition of the six European rows of the table of states"

_ROOT = math.sqrt(2.0 * math.pi)


@dataclass(frozen=True)
class SupporterParameters:
    """What moves the resolve of supporters."""

    neutral: float = parameter(
        0.28,
        "effort for its own sake of a supporter disposed neither for nor against Ukraine",
        unit="0..1",
        low=0.0,
        high=0.6,
        kind="prior",
        source=_TABLE,
    )
    devotion: float = parameter(
        0.55,
        "rise of that effort per unit of disposition towards Ukraine",
        unit="0..1",
        low=0.2,
        high=1.0,
        kind="prior",
        source=_TABLE,
    )
    response: float = parameter(
        1.0,
        "rise of resolve per unit of expected harm that aid at full effort would avert",
        unit="1/prize",
        low=0.0,
        high=3.0,
        kind="prior",
        source="judgement; sign: Europe gave EUR 20 bn in March and April 2025, 7 bn in the two months before, the"
        " United States nothing new (Kiel Institute, June 2025)",
    )
    horizon: float = parameter(
        208.0,
        "time within which supporters fear that Russia reaches its objective",
        unit="weeks",
        low=52.0,
        high=416.0,
        kind="prior",
        source="judgement: four years, as the Union's facility for Ukraine of 2024-27",
    )
    concert: float = parameter(
        0.5,
        "share of the others' part of the common good that a supporter counts as moved by its own example",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: pledged at common summits; 0 Olson and Zeckhauser (1966), more Cornes and Sandler (1984)",
    )
    half_life: float = parameter(
        26.0,
        "time in which resolve goes half way to its new level",
        unit="weeks",
        low=4.0,
        high=104.0,
        kind="prior",
        source="judgement: budgets are yearly",
    )
    resolve_sd: float = parameter(
        0.004,
        "weekly shock to resolve",
        unit="0..1",
        low=0.0,
        high=0.03,
        kind="prior",
        source="judgement",
    )
    turnover: float = parameter(
        0.25,
        "spread of the change of a European disposition when an office falls due",
        unit="-1..1",
        low=0.0,
        high=0.8,
        kind="prior",
        source="judgement: spread of the priors on stances",
    )
    vetoed: float = parameter(
        0.15,
        "share of the aid of the EU institutions' row that one wholly unwilling member blocks",
        unit="share",
        low=0.0,
        high=0.6,
        kind="prior",
        source="judgement: EUR 6.6 bn of the European Peace Facility blocked since 2023",
    )


@rule
def chance_of_loss(
    mean: float, variance: float, left_km2: float, noise_km2: float, wandering: float, horizon: float
) -> tuple[float, float]:
    """Chance that Russia has taken what is left of its objective within the horizon, and its slope in the drift.

    The line at the horizon is normal: drift of uncertain mean that wanders, noise of the weekly advance. A line
    that goes beyond the objective and back is not counted.

    Parameters
    ----------
    mean, variance : float
        Believed drift of the front (km2 a week) and its variance.
    left_km2 : float
        Advance that would take all that is left of the objective.
    noise_km2, wandering : float
        Long-run spread of a week's advance, weekly innovation of the drift.
    horizon : float
        Weeks.
    """
    drift_variance = variance + wandering * wandering * horizon / 3.0
    spread = sqrt(horizon * (horizon * drift_variance + noise_km2 * noise_km2))
    gap = divide(mean * horizon - left_km2, spread, 0.0)
    return normal_cdf(gap), divide(horizon * exp(-0.5 * gap * gap), _ROOT * spread, 0.0)


@rule
def weigh_aid(
    state: State,
    victory: Any,
    otherwise: Any,
    curvature: float,
    withheld_drift: float,
    given: float,
    at_front: float,
    left_km2: float,
    noise_km2: float,
    wandering: float,
    parameters: SupporterParameters,
) -> None:
    """Write a supporter's chance of a Russian victory and what its aid is worth against it.

    Parameters
    ----------
    state : State
        The supporter: belief, positions and means are read; `victory` and `motive` written.
    victory, otherwise : array[issue]
        A Russian victory, and the line frozen as it is, as packages.
    curvature : float
        Share of the loss that is quadratic.
    withheld_drift : float
        Faster advance if the aid at the front stopped (km2 a week).
    given, at_front : float
        All aid now given, and the aid that has made the present front (bn EUR a year).
    left_km2, noise_km2, wandering : float
        As in `chance_of_loss`.
    """
    coming = withheld_drift * (1.0 - divide(given, at_front, 1.0))
    chance, slope = chance_of_loss(
        state.belief_mean + coming,
        state.belief_variance,
        left_km2,
        noise_km2,
        wandering,
        parameters.horizon,
    )
    stake = utility(state, otherwise, curvature) - utility(state, victory, curvature)
    own = clip(divide(state.capability, at_front, 1.0), 0.0, 1.0)
    state.victory = chance
    state.motive = stake * slope * withheld_drift * (own + parameters.concert * (1.0 - own))


@rule
def resolve_at_rest(state: State, lean: float, urgency: float, parameters: SupporterParameters) -> float:
    """Resolve to which a supporter tends: effort for its own sake, and what danger adds."""
    effort = parameters.neutral + parameters.devotion * (state.affinity_ukraine + lean)
    return clip(urgency * (effort + parameters.response * state.motive), 0.0, 1.0)


@rule
def move_resolve(state: State, lean: float, urgency: float, parameters: SupporterParameters) -> None:
    """Move the resolve of a supporter a week towards its best reply; shock `normals[1]`.

    Parameters
    ----------
    state : State
        The supporter; `resolve` is written.
    lean : float
        What Russia's means have moved of its disposition (`agents/wedge.py`).
    urgency : float
        Urgency of supporting Ukraine, 1 while the war goes on, less in a long truce (`model/europe.py`).
    """
    kept = power(0.5, 1.0 / parameters.half_life)
    rest = resolve_at_rest(state, lean, urgency, parameters)
    moved = rest + kept * (state.resolve - rest) + parameters.resolve_sd * state.normals[1]
    state.resolve = clip(moved, 0.0, 1.0)


@rule
def give_aid(states: list[State], us_aid: float, parameters: SupporterParameters) -> None:
    """Write the aid of each supporter: means times resolve; a hostile member blocks part of common aid."""
    blocked = parameters.vetoed * (1.0 - states[Actor.HUNGARY].resolve)
    for actor in range(FIRST_EUROPEAN, STATES):
        state = states[actor]
        state.aid = state.capability * state.resolve
    common = states[Actor.EUROPEAN_UNION]
    common.aid = common.aid * (1.0 - blocked)
    states[Actor.UNITED_STATES].aid = states[Actor.UNITED_STATES].capability * us_aid


@rule
def change_disposition(state: State, normal: float, parameters: SupporterParameters) -> None:
    """Draw the disposition of a European state whose office falls due."""
    state.affinity_ukraine = clip(state.affinity_ukraine + parameters.turnover * normal, -1.0, 1.0)
    state.affinity_russia = -state.affinity_ukraine
