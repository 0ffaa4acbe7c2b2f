"""Settlements: whether the belligerents have a zone of possible agreement, and what a mediator drafts.

Fearon (1995) in many dimensions; a weighted Nash solution (1950) with a biased mediator (Kydd 2003).
Reduces, with one issue and risk-neutral sides, to half the width of `bargaining_range`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from agents.arithmetic import clip, divide
from agents.records import parameter
from agents.rules import rule
from agents.valuation import bargaining_weights_core, loss
from agents.vocabulary import ISSUES, Issue
from model.links import HALF, WHOLE, hold_box, hold_together, partner
from model.nash import Table, nash_core
from model.sounding import chance_to_sign, reservation, understated

if TYPE_CHECKING:
    from agents.states import State
    from model.table import Diplomacy

_STEPS = 100
_EVEN = 1e-9
_NEAR = 1e-5
_EDGE = 1e-9
_THINNEST = 1e-9


@dataclass(frozen=True)
class SettlementParameters:
    """How packages are judged, and what weight the mediator has at the table."""

    curvature: float = parameter(
        0.25,
        "share of the loss from concessions that is quadratic: 1 averse to risk, towards 0 neutral to it",
        unit="share",
        low=0.05,
        high=1.0,
        kind="prior",
        source="judgement, set with the answers of 2025 in view: nearer to neutral sides (Fearon 1995)",
    )
    line_kept: float = parameter(
        1.0,
        "share of the land that Russia holds which any text leaves it: 1, the line of contact at the least",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: American statements of 12 February 2025; armies seldom give back by treaty what they hold",
    )
    plant_kept: float = parameter(
        0.5,
        "least position of any text on the nuclear plant, which lies behind the line: 0.5, a third party runs it",
        unit="0..1",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: it follows the line as the land does; third-party operation was proposed in April 2025",
    )
    slack: float = parameter(
        HALF,
        "how much further a text may go on an issue than on the one linked to it: 1, and each is traded by itself",
        unit="0..1",
        low=0.5,
        high=1.0,
        kind="convention",
        source="scales of the issues (model/tables/issues.csv); what is linked and why: model/links.py",
    )
    mediator_weight: float = parameter(
        0.25,
        "weight of the mediator's own utility in its draft, the belligerents' weights being 1 in sum",
        unit="a prize",
        low=0.0,
        high=2.0,
        kind="prior",
        source="judgement; a mediator has a stake and a bias of its own, and no veto (Kydd 2003)",
    )


@rule
def beyond_ideal(curvature: float) -> float:
    """How far beyond its ideal point the point lies about which a side's loss is quadratic, m = (1 - k) / 2k."""
    return 0.5 * (1.0 - curvature) / curvature


@rule
def concession(
    russia: State, ukraine: State, issue: int, share: float, beyond: float
) -> tuple[float, float, float]:
    """Best place on an issue between the belligerents' ideal points, where Russia's weight is `share`.

    Returns how far from Ukraine's ideal point to Russia's it lies (0..1), the distance between the two, and
    how fast the place moves with the share. `beyond` is `beyond_ideal` of their curvature.
    """
    wide = abs(russia.ideal[issue] - ukraine.ideal[issue])
    first, second = russia.salience[issue], ukraine.salience[issue]
    pull = share * first
    drag = (1.0 - share) * second
    per = divide(1.0, (pull + drag) * wide, 0.0)
    best = ((pull - drag) * beyond + pull * wide) * per
    place = clip(best, 0.0, 1.0)
    if place != best:
        return place, wide, 0.0
    return place, wide, ((first + second) * beyond + (first - best * (first - second)) * wide) * per


@rule
def at_least(russia: State, ukraine: State, issue: int, position: float) -> float:
    """How far from Ukraine's ideal on an issue to Russia's a text must lie that goes no lower than `position`."""
    wide = russia.ideal[issue] - ukraine.ideal[issue]
    return clip(divide(position - ukraine.ideal[issue], wide, 0.0), 0.0, 1.0)


@rule
def feasible(
    russia: State,
    ukraine: State,
    issue: int,
    share: float,
    curvature: float,
    line: float,
    plant: float,
    slack: float,
) -> tuple[float, float, float]:
    """Best place on an issue that a text can hold: with its link, and not below the floors on line and plant."""
    beyond = beyond_ideal(curvature)
    place, wide, speed = concession(russia, ukraine, issue, share, beyond)
    other = partner(issue)
    if other >= 0 and slack < WHOLE:
        across, _wide, _speed = concession(russia, ukraine, other, share, beyond)
        place, speed = hold_together(russia, ukraine, issue, share, curvature, slack, place, speed, across)
    least = line if issue == Issue.TERRITORY else plant if issue == Issue.NUCLEAR_PLANT else 0.0
    if place < least:
        return least, wide, 0.0
    return place, wide, speed


@rule
def zone(
    russia: State,
    ukraine: State,
    start: float,
    curvature: float,
    held: float = 0.0,
    less_russia: float = 0.0,
    less_ukraine: float = 0.0,
    plant: float = 0.0,
    slack: float = WHOLE,
) -> tuple[float, float]:
    """Greatest surplus over fighting on that a package can give to both belligerents at once.

    The package on the Pareto frontier at which both gain the same (or the frontier's end, if one always
    gains more) is found by Newton's method on Russia's weight, held to a shrinking bracket. With one issue,
    ideal points 1 and 0 and risk-neutral sides the gains are x - (p - c_R) and q + c_U - x: the surplus is
    (high - low) / 2 of Fearon's range, negative where it is empty; a positive commitment gap narrows it.

    Parameters
    ----------
    russia, ukraine : State
        `ideal`, `salience`, `war_value` and `commitment_gap` are read.
    start : float
        Russia's weight from which the search starts (last week's), or 0.
    curvature : float
        Share of the loss that is quadratic.
    held : float
        Position on territory that the package cannot go below: the line.
    less_russia, less_ukraine : float
        How far below its reservation each is thought to be ready to sign: 0 for the zone that there is.
    plant, slack : float
        Position on the nuclear plant that the package cannot go below; slack between linked issues.

    Returns
    -------
    tuple of float
        The surplus (prize), and Russia's weight on the frontier.
    """
    low, high = _EDGE, 1.0 - _EDGE
    share = start if low < start < high else 0.5
    surplus = 0.0
    most_russia = 1.0 - reservation(russia) + less_russia
    most_ukraine = 1.0 - reservation(ukraine) + less_ukraine
    line = at_least(russia, ukraine, Issue.TERRITORY, held)
    floor = at_least(russia, ukraine, Issue.NUCLEAR_PLANT, plant)
    for _ in range(_STEPS):
        gain_russia, gain_ukraine = most_russia, most_ukraine
        rise_russia, rise_ukraine = 0.0, 0.0
        for issue in range(ISSUES):
            place, wide, speed = feasible(russia, ukraine, issue, share, curvature, line, floor, slack)
            given, taken = (1.0 - place) * wide, place * wide
            gain_russia -= russia.salience[issue] * loss(given, curvature)
            gain_ukraine -= ukraine.salience[issue] * loss(taken, curvature)
            slope_russia = russia.salience[issue] * (1.0 - curvature + 2.0 * curvature * given)
            slope_ukraine = ukraine.salience[issue] * (1.0 - curvature + 2.0 * curvature * taken)
            rise_russia += speed * wide * slope_russia
            rise_ukraine += speed * wide * slope_ukraine
        lead = gain_russia - gain_ukraine
        surplus = min(gain_russia, gain_ukraine)
        if lead > 0.0:
            high = share
        else:
            low = share
        if high - low < _EVEN:
            break
        step = divide(lead, rise_russia + rise_ukraine, 2.0)
        if abs(lead) < _NEAR and low <= share - step <= high:
            return gain_russia - step * rise_russia, share - step
        share = share - step
        if not low < share < high:
            share = 0.5 * (low + high)
    return surplus, share


@rule
def appraise_zone(
    russia: State, ukraine: State, diplomacy: Diplomacy, parameters: SettlementParameters
) -> float:
    """Weekly: write the zone of possible agreement and Russia's weight on the frontier; return the zone."""
    held = parameters.line_kept * diplomacy.line
    plant, slack = parameters.plant_kept, parameters.slack
    found, share = zone(
        russia, ukraine, diplomacy.frontier, parameters.curvature, held, 0.0, 0.0, plant, slack
    )
    diplomacy.zone = found
    diplomacy.frontier = share
    return found


@rule
def believed_zone(
    russia: State, ukraine: State, diplomacy: Diplomacy, parameters: SettlementParameters
) -> tuple[float, float]:
    """Zone over the least that a mediator thinks possible of each, and Russia's weight on the frontier."""
    held = parameters.line_kept * diplomacy.line
    less_russia, less_ukraine = understated(russia), understated(ukraine)
    start, plant, slack = diplomacy.frontier_believed, parameters.plant_kept, parameters.slack
    found, share = zone(
        russia, ukraine, start, parameters.curvature, held, less_russia, less_ukraine, plant, slack
    )
    diplomacy.frontier_believed = share
    return found, share


@rule
def expect_settlement(
    russia: State, ukraine: State, diplomacy: Diplomacy, parameters: SettlementParameters
) -> None:
    """Weekly: write the chance that a mediator gives to a text from which both gain the same by its belief."""
    gain, _share = believed_zone(russia, ukraine, diplomacy, parameters)
    chance = 0.0
    if gain > 0.0:
        chance = chance_to_sign(russia, gain) * chance_to_sign(ukraine, gain)
    diplomacy.settlement_chance = chance


@rule
def _seat(
    table: Table, row: int, side: State, rival: State, discount_weight: float, curvature: float
) -> None:
    """Seat a belligerent: its loss is quadratic about a point beyond its ideal, up to a constant.

    (1 - k) e + k e^2 = k (e + m)^2 - k m^2 with m = (1 - k) / 2k, as the package lies between the two.
    """
    beyond = beyond_ideal(curvature)
    reserve = reservation(side) - understated(side)
    for issue in range(ISSUES):
        outward = beyond if side.ideal[issue] > rival.ideal[issue] else -beyond
        table.positions[row, issue] = side.ideal[issue] + outward
        table.salience[row, issue] = curvature * side.salience[issue]
        reserve -= curvature * beyond * beyond * side.salience[issue]
    table.weight[row] = discount_weight
    table.disagreement[row] = reserve


@rule
def settle(
    russia: State,
    ukraine: State,
    mediator: State,
    discount_russia: float,
    discount_ukraine: float,
    diplomacy: Diplomacy,
    parameters: SettlementParameters,
) -> bool:
    """Draft a settlement: write `diplomacy.offer.package`, `zone` and the places on the frontier.

    The package maximises w_R ln(u_R - W_R) + w_U ln(u_U - W_U) + w_M (u_M + a_R u_R + a_U u_U): weights of
    the belligerents from their patience, W the least that the mediator thinks each may sign for, and a mediator
    who has no veto, a stake of its own and affinities a >= 0 to either side. With a range of types that is even
    above W, ln(u - W) is the log of the chance of a signature and a constant: Nash's product is the chance that
    both sign. Without a zone, by its belief, the draft is the package that asks least of the side that loses
    most, which a belligerent will refuse.

    Parameters
    ----------
    russia, ukraine, mediator : State
        `ideal`, `salience`; `war_value` and `commitment_gap` of the belligerents, `affinity_russia` and
        `affinity_ukraine` of the mediator are read.
    discount_russia, discount_ukraine : float
        Weekly discount factors.
    diplomacy : Diplomacy
        Written.
    parameters : SettlementParameters
        Curvature and the mediator's weight.

    Returns
    -------
    bool
        Whether, by its belief, both may sign.
    """
    curvature = parameters.curvature
    appraise_zone(russia, ukraine, diplomacy, parameters)
    found, share = believed_zone(russia, ukraine, diplomacy, parameters)
    package = diplomacy.offer.package
    least = at_least(russia, ukraine, Issue.TERRITORY, parameters.line_kept * diplomacy.line)
    plant = at_least(russia, ukraine, Issue.NUCLEAR_PLANT, parameters.plant_kept)
    slack = parameters.slack
    for issue in range(ISSUES):
        place, _wide, _speed = feasible(russia, ukraine, issue, share, curvature, least, plant, slack)
        package[issue] = ukraine.ideal[issue] + place * (russia.ideal[issue] - ukraine.ideal[issue])
    if found < _THINNEST:
        return False
    patience = bargaining_weights_core(discount_russia, discount_ukraine)
    table = Table(
        2,
        np.zeros((3, ISSUES)),
        np.zeros((3, ISSUES)),
        np.zeros(3),
        np.zeros(3),
        np.zeros(ISSUES),
        np.zeros(ISSUES),
    )
    _seat(table, 0, russia, ukraine, max(patience[0], _THINNEST), curvature)
    _seat(table, 1, ukraine, russia, max(patience[1], _THINNEST), curvature)
    to_russia = max(mediator.affinity_russia, 0.0)
    to_ukraine = max(mediator.affinity_ukraine, 0.0)
    for issue in range(ISSUES):
        table.low[issue] = min(russia.ideal[issue], ukraine.ideal[issue])
        table.high[issue] = max(russia.ideal[issue], ukraine.ideal[issue])
        if issue == Issue.TERRITORY or issue == Issue.NUCLEAR_PLANT:
            floor = least if issue == Issue.TERRITORY else plant
            line = ukraine.ideal[issue] + floor * (russia.ideal[issue] - ukraine.ideal[issue])
            table.low[issue] = min(max(table.low[issue], line), table.high[issue])
        first = to_russia * table.salience[0, issue]
        second = to_ukraine * table.salience[1, issue]
        mass = mediator.salience[issue] + first + second
        pull = mediator.salience[issue] * mediator.ideal[issue]
        pull += first * table.positions[0, issue] + second * table.positions[1, issue]
        table.salience[2, issue] = mass
        table.positions[2, issue] = divide(pull, mass, 0.5)
    if slack < WHOLE:
        hold_box(table, package, slack)
    multiplier = np.zeros(3)
    multiplier[0] = table.weight[0] / found
    multiplier[1] = table.weight[1] / found
    multiplier[2] = parameters.mediator_weight
    best = np.zeros(ISSUES)
    if not nash_core(table, multiplier, best):
        return False
    for issue in range(ISSUES):
        package[issue] = best[issue]
    return True
