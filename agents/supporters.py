"""Decides what each supporter of Ukraine gives, by its own belief about the war.

Aid is a public good among allies: Olson and Zeckhauser (1966), with goods of one's own beside it (Sandler 1977;
Andreoni 1990) and with some concert (Cornes and Sandler 1984). A supporter chooses the share r of its means that
maximises, given what the others give,

    - H P(m - G ln(h + (1 - h) A / A')) - (r - d)^2 / 2 k

H what a Russian victory would cost it by its own positions; P the chance, by its own belief (mean drift m), that
Russia has its objective within the horizon; A all aid now given, A' the aid that has made the present front, h the
share of Ukraine's inflow of materiel that it makes itself, G the drift for each log of materiel: what the force
equations come to once stocks have followed; d the effort for its own sake; k its response to danger. The best reply is

    r = d + k H P' D (w + c (1 - w)),    D = G (1 - h) / (h + (1 - h) A / A'),

w its means over A', c the concert of the allies. Aid of others is a substitute where the front is thought to hold
(P'' > 0, and each euro does more where there are fewer) and a complement where it is thought lost (P'' < 0). It
reduces to the disposition d with k = 0, to Olson and Zeckhauser's reply, in which effort goes with size, with c = 0,
and with c = 1, where each counts on being matched, to the joint optimum of allies of equal stakes. What is wanted
beyond the means at hand has to be made or bought: means follow at a cost that rises with the pace, and so by the
flexible accelerator (Lucas 1967; Gould 1968). What it leaves out: distance (stakes are read from positions), promises
and arrears. Seen in `belief_europe`, `aid_europe`. One member's veto binds common decisions (Tsebelis 2002).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agents.arithmetic import clip, divide, exp, kept_in, log, normal_cdf, sqrt
from agents.records import derived, parameter
from agents.rules import rule
from agents.valuation import utility
from agents.vocabulary import FIRST_EUROPEAN, STATES, Actor

if TYPE_CHECKING:
    from agents.states import State

_TABLE = "line through resolve, less what danger adds, and disposition of the six European rows of the table of states"

_ROOT = math.sqrt(2.0 * math.pi)
CERTAIN = 1e6  # of a km2 beyond the objective, where nothing is uncertain

SMALLEST_INFLOW = 0.01
"""Least inflow of materiel that is reckoned with, against the present one."""


@dataclass(frozen=True)
class SupporterParameters:
    """What moves the resolve of supporters."""

    neutral: float = parameter(
        0.26,
        "effort for its own sake of a supporter disposed neither for nor against Ukraine",
        unit="0..1",
        low=0.0,
        high=0.6,
        kind="prior",
        source=_TABLE,
    )
    devotion: float = parameter(
        0.45,
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
        13.0,
        "time in which resolve goes half way to its new level",
        unit="weeks",
        low=4.0,
        high=104.0,
        kind="prior",
        source="judgement: budgets are yearly, but allocations trebled in two months of 2025 (Kiel Institute, June 2025)",
    )
    building: float = parameter(
        52.0,
        "time in which means go half way to what is wanted beyond those at hand",
        unit="weeks",
        low=13.0,
        high=208.0,
        kind="estimated",
        source="European Commission, March 2024: shells a year from 1 m in January 2024 to 2 m by the end of 2025;"
        " orders to industry, American industry too, were 44% of military aid of May and June 2025 (Kiel Institute)",
    )
    utmost: float = parameter(
        2.3,
        "means at the utmost, against those of March 2025",
        unit="ratio",
        low=1.0,
        high=4.0,
        kind="estimated",
        source="Kiel Institute to February 2025: Denmark gave over 2% of output, all Europe some 0.7%",
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

    @derived
    def resolve_kept(self) -> float:
        """Share of resolve's distance from its new level that is left after a week."""
        return kept_in(self.half_life)

    @derived
    def building_kept(self) -> float:
        """Share of what means lack that is left after a week."""
        return kept_in(self.building)


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
    beyond = mean * horizon - left_km2
    gap = divide(beyond, spread, CERTAIN * beyond)
    return normal_cdf(gap), divide(horizon * exp(-0.5 * gap * gap), _ROOT * spread, 0.0)


@rule
def weigh_aid(
    state: State,
    victory: Any,
    otherwise: Any,
    curvature: float,
    grip: float,
    home_made: float,
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
    grip : float
        Advance for each log of Ukraine's materiel (km2 a week).
    home_made : float
        Share of the inflow of materiel that Ukraine makes itself.
    given, at_front : float
        All aid now given, and the aid that has made the present front (bn EUR a year).
    left_km2, noise_km2, wandering : float
        As in `chance_of_loss`.
    """
    inflow = home_made + (1.0 - home_made) * divide(given, at_front, 1.0)
    inflow = max(inflow, SMALLEST_INFLOW)
    averted = grip * (1.0 - home_made) / inflow
    chance, slope = chance_of_loss(
        state.belief_mean - grip * log(inflow),
        state.belief_variance,
        left_km2,
        noise_km2,
        wandering,
        parameters.horizon,
    )
    stake = utility(state, otherwise, curvature) - utility(state, victory, curvature)
    own = clip(divide(state.means, at_front, 1.0), 0.0, 1.0)
    state.victory = chance
    state.motive = stake * slope * averted * (own + parameters.concert * (1.0 - own))


@rule
def wanted_effort(state: State, lean: float, urgency: float, parameters: SupporterParameters) -> float:
    """Best reply, in means of March 2025: effort for its own sake, and what danger adds. It may go beyond 1."""
    effort = parameters.neutral + parameters.devotion * (state.affinity_ukraine + lean)
    return clip(urgency * (effort + parameters.response * state.motive), 0.0, parameters.utmost)


@rule
def resolve_at_rest(state: State, wanted: float) -> float:
    """Resolve to which a supporter tends: what it wants to give, of the means that it has by now."""
    return clip(wanted * divide(state.means, state.capability, 1.0), 0.0, 1.0)


@rule
def build_means(state: State, wanted: float, parameters: SupporterParameters) -> None:
    """Move a supporter's means a week towards what it wants to give, never below those of March 2025."""
    goal = state.means * max(wanted, 1.0)
    state.capability = goal + parameters.building_kept * (state.capability - goal)


@rule
def move_resolve(state: State, lean: float, urgency: float, parameters: SupporterParameters) -> None:
    """Move the resolve of a supporter a week towards its best reply, and its means after; shock `normals[1]`.

    Parameters
    ----------
    state : State
        The supporter; `resolve` and `capability` are written.
    lean : float
        What Russia's means have moved of its disposition (`agents/wedge.py`).
    urgency : float
        Urgency of supporting Ukraine, 1 while the war goes on, less in a long truce (`model/europe.py`).
    """
    wanted = wanted_effort(state, lean, urgency, parameters)
    build_means(state, wanted, parameters)
    rest = resolve_at_rest(state, wanted)
    moved = rest + parameters.resolve_kept * (state.resolve - rest) + parameters.resolve_sd * state.normals[1]
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
