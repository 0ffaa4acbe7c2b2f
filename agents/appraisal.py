"""Appraisal: what a belligerent makes of fighting on, of a frozen line, and of the time that a truce takes.

Fearon (1995) and Powell (2006) in stock form, with the river before the attacker in view (`crossing.py`). Reduces
to `war_value` and `commitment_gap` of the ground floor when nothing is held yet, nothing else is at stake and nobody
is exhausted.
"""

from __future__ import annotations

from dataclasses import dataclass

from agents.arithmetic import WEEKS_A_YEAR, clip, divide, exp, power
from agents.crossing import level_ground
from agents.outlook import average_drift_variance, outlook
from agents.records import parameter
from agents.rules import rule
from agents.states import Prospect, State, package_gain
from agents.valuation import believed_victory_core, commitment_gap_core, war_value_core
from agents.vocabulary import Actor, Issue


@dataclass(frozen=True)
class AppraisalParameters:
    """What war costs, how the future counts, and how long a truce ties the hands."""

    cost_russia: float = parameter(
        0.0003,
        "cost to Russia of a week of war in March 2025",
        unit="prize a week",
        low=0.0,
        high=0.002,
        kind="prior",
        source="judgement by what it fought on through: 1.5% of the prize a year",
    )
    cost_ukraine: float = parameter(
        0.0006,
        "cost to Ukraine of a week of war in March 2025",
        unit="prize a week",
        low=0.0,
        high=0.006,
        kind="prior",
        source="judgement: twice Russia's; military spending is 34% of GDP against 7.1% (SIPRI for 2024)",
    )
    impatience_russia: float = parameter(
        0.10,
        "rate at which Russia discounts the future",
        unit="a year",
        low=0.01,
        high=0.5,
        kind="prior",
        source="judgement: a declining power with demography and decarbonisation against it",
    )
    impatience_ukraine: float = parameter(
        0.10,
        "rate at which Ukraine discounts the future",
        unit="a year",
        low=0.01,
        high=0.5,
        kind="prior",
        source="judgement",
    )
    exhaustion: float = parameter(
        0.15,
        "rate of a decisive end by exhaustion or collapse, wherever the line stands",
        unit="a year",
        low=0.0,
        high=0.5,
        kind="prior",
        source="of 11 interstate wars past three years 2 ended within a year, 6 within two (Correlates of War)",
    )
    experience: float = parameter(
        17.0,
        "years of war on which the rate of exhaustion rests: each year fought without it counts as much as one of them",
        unit="years",
        low=3.0,
        high=10000.0,
        kind="prior",
        source="judgement: the 11 wars behind the rate fought 17 years in two; low: this war alone; high: never learns",
    )
    outlasting: float = parameter(
        0.8,
        "a belligerent's belief that the other is exhausted first",
        unit="share",
        low=0.5,
        high=0.95,
        kind="prior",
        source="judgement, set with the answers of 2025 in view; direction: Johnson (2004)",
    )
    denial: float = parameter(
        0.5,
        "share of what a frozen line leaves open (alliance, troops, guarantees) that war itself denies Ukraine",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: no accession and no deployment while the fighting lasts",
    )
    lock_in: float = parameter(
        30.0,
        "time over which a truce ties the hands: its length and the lag of remobilisation",
        unit="weeks",
        low=4.0,
        high=104.0,
        kind="prior",
        source="judgement: one month of truce and half a year of remobilisation (theory: Powell 2006)",
    )
    rearmament: float = parameter(
        0.4,
        "rise of foreign aid to Ukraine in a pause that Russia reckons with, as large a fall to Ukraine",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement, set with the answers of 2025 in view; direction: Powell (2006)",
    )
    foresight: float = parameter(
        1.0,
        "share of the shift of power in a truce that belligerents reckon with: 0 leaves no commitment to fear for",
        unit="share",
        low=0.0,
        high=1.0,
        kind="convention",
        source="switch: 1 in the model, 0 to see what commitment problems do",
    )
    probe_km2: float = parameter(
        100.0,
        "step over which the worth of the line is measured; on open ground time is as the distance",
        unit="km2",
        low=1.0,
        high=1000.0,
        kind="convention",
        source="about one week's advance in the autumn of 2024",
    )
    probe_drift: float = parameter(
        5.0,
        "least step over which the worth of a faster advance is measured",
        unit="km2 a week",
        low=0.5,
        high=50.0,
        kind="convention",
        source="about a twentieth of the mean advance, August 2024 to February 2025",
    )


@rule
def held_in_war(state: State, prospect: Prospect, parameters: AppraisalParameters) -> float:
    """Own utility of what is held while the war goes on: the frozen line, less what only peace would bring.

    Alliance, troops and guarantees stay out of Ukraine's reach for as long as the fighting lasts.
    """
    value = prospect.at_freeze
    for issue in (Issue.NATO_BAR, Issue.FOREIGN_TROOPS, Issue.GUARANTEE):
        start = prospect.frozen[issue]
        end = start + parameters.denial * (1.0 - start)
        value += package_gain(state, issue, start, end, prospect.curvature)
    return value


@rule
def discount_of(side: int, parameters: AppraisalParameters) -> float:
    """Weekly discount factor of a belligerent."""
    rate = parameters.impatience_russia if side == Actor.RUSSIA else parameters.impatience_ukraine
    return exp(-rate / WEEKS_A_YEAR)


@rule
def fighting_on(prospect: Prospect, ahead: tuple[float, float], cost: float, discount: float) -> float:
    """Value of fighting on, `ahead` the probability of Russian victory and the weekly end hazard.

    W = u + (h (E - u) - c) / (1 - d (1 - h)), u the utility of what is held meanwhile, E of the expected
    end, c the weekly cost: Fearon's war as a stock, with the status quo as its origin. One who fights can
    always give in: never below the worst end.
    """
    held = prospect.at_line
    end = ahead[0] * prospect.at_victory + (1.0 - ahead[0]) * prospect.at_defeat
    worst = min(prospect.at_victory, prospect.at_defeat)
    return max(held + war_value_core(end - held, cost, ahead[1], discount), worst)


@rule
def powell_gap(
    prospect: Prospect,
    side: int,
    now: float,
    later: tuple[float, float],
    discount: float,
    parameters: AppraisalParameters,
) -> float:
    """Powell's gap of one side, in its own utility: what it can have now that no later deal can promise.

    `now` is its value of fighting on, `later` the probability of Russian victory and the end hazard after
    the lock-in. The rival's value then is his share of the same pie, valued as `fighting_on` values it.
    """
    best = max(prospect.at_victory, prospect.at_defeat)
    worst = min(prospect.at_victory, prospect.at_defeat)
    pie = best - worst
    if pie <= 0.0:
        return 0.0
    held = clip((prospect.at_line - worst) / pie, 0.0, 1.0)
    rival_wins = later[0] if side != Actor.RUSSIA else 1.0 - later[0]
    rival_held = 1.0 - held
    rival_cost = parameters.cost_ukraine if side == Actor.RUSSIA else parameters.cost_russia
    rival = rival_held + war_value_core(rival_wins - rival_held, rival_cost, later[1], discount)
    rival = max(rival, 0.0)
    return pie * commitment_gap_core((now - worst) / pie, rival, discount, parameters.lock_in)


@rule
def appraise(
    state: State,
    prospect: Prospect,
    side: int,
    noise_km2: float,
    distance_up_km2: float,
    distance_down_km2: float,
    parameters: AppraisalParameters,
    wandering: float = 0.0,
    beyond_km2: float = 0.0,
    toll_km2: float = 0.0,
    fought: float = 0.0,
) -> None:
    """Appraise war and peace from a belligerent's own belief about the front.

    Parameters
    ----------
    state, prospect : State, Prospect
        The belligerent (written) and what the arena tells it.
    side : int
        `Actor.RUSSIA` or `Actor.UKRAINE`.
    noise_km2 : float
        Standard deviation of a week's advance.
    distance_up_km2, distance_down_km2 : float
        From the present line to Russia's and to Ukraine's objective.
    wandering : float
        Weekly innovation of the drift that it reckons with (km2 a week).
    beyond_km2, toll_km2 : float
        How far below Russia's objective the river runs, and what it takes from an advance across it (km2 a week).
    fought : float
        Fighting since March 2025 (years).
    """
    mean = state.belief_mean
    ground = level_ground(mean, distance_up_km2, beyond_km2, toll_km2)
    variance = average_drift_variance(
        mean, state.belief_variance, wandering, ground, distance_down_km2, parameters, fought
    )
    discount = discount_of(side, parameters)
    at_russia = side == Actor.RUSSIA
    cost = (parameters.cost_russia if at_russia else parameters.cost_ukraine) * prospect.burden
    up, down, beyond, toll = distance_up_km2, distance_down_km2, beyond_km2, toll_km2

    prospect.lock_in = parameters.lock_in
    prospect.at_line = held_in_war(state, prospect, parameters)
    victory, hazard = believed_victory_core(mean, variance, noise_km2, up, down, beyond, toll)
    ahead = outlook(side, victory, hazard, fought, parameters)
    now = fighting_on(prospect, ahead, cost, discount)
    state.victory, state.end_hazard = ahead
    state.war_value = now
    state.momentum = (1.0 - discount) * (now - prospect.at_line)

    step = min(parameters.probe_km2, 0.5 * up)
    closer = hazard * divide(up, up - step, 1.0)
    if toll > 0.0:
        _, closer = believed_victory_core(mean, variance, noise_km2, up - step, down + step, beyond, toll)
    nearer = outlook(side, victory, closer, fought, parameters)
    state.line_value = divide(fighting_on(prospect, nearer, cost, discount) - now, step, 0.0)

    shift = parameters.foresight * prospect.drift_shift
    victory, hazard = believed_victory_core(mean + shift, variance, noise_km2, up, down, beyond, toll)
    later = outlook(side, victory, hazard, fought, parameters)
    state.power_shift = now - fighting_on(prospect, later, cost, discount)
    state.commitment_gap = powell_gap(prospect, side, now, later, discount, parameters)
    state.frozen_value = prospect.at_freeze - power(discount, parameters.lock_in) * state.power_shift

    if abs(shift) < parameters.probe_drift:
        shift = parameters.probe_drift
        victory, hazard = believed_victory_core(mean + shift, variance, noise_km2, up, down, beyond, toll)
        later = outlook(side, victory, hazard, fought, parameters)
    state.drift_value = (fighting_on(prospect, later, cost, discount) - now) / shift


@rule
def gap_after(
    state: State,
    prospect: Prospect,
    side: int,
    drift_shift: float,
    noise_km2: float,
    distance_up_km2: float,
    distance_down_km2: float,
    parameters: AppraisalParameters,
    wandering: float = 0.0,
    beyond_km2: float = 0.0,
    toll_km2: float = 0.0,
    fought: float = 0.0,
) -> float:
    """Powell's gap if the lock-in moved the drift by `drift_shift` (km2 a week), all else as `appraise` wrote it."""
    mean, up, down = state.belief_mean, distance_up_km2, distance_down_km2
    ground = level_ground(mean, up, beyond_km2, toll_km2)
    variance = average_drift_variance(
        mean, state.belief_variance, wandering, ground, down, parameters, fought
    )
    moved = mean + parameters.foresight * drift_shift
    victory, hazard = believed_victory_core(moved, variance, noise_km2, up, down, beyond_km2, toll_km2)
    later = outlook(side, victory, hazard, fought, parameters)
    return powell_gap(prospect, side, state.war_value, later, discount_of(side, parameters), parameters)


@rule
def expect_victory(
    state: State,
    noise_km2: float,
    distance_up_km2: float,
    distance_down_km2: float,
    beyond_km2: float = 0.0,
    toll_km2: float = 0.0,
) -> None:
    """Write who an onlooker believes is winning, from its own belief about the front; none is worn out to it."""
    victory, hazard = believed_victory_core(
        state.belief_mean,
        state.belief_variance,
        noise_km2,
        distance_up_km2,
        distance_down_km2,
        beyond_km2,
        toll_km2,
    )
    state.victory, state.end_hazard = victory, hazard
