"""Decides by which means Russia works on Ukraine's course short of the front, from cheap to dear.

A ladder of coercion (Schelling 1966; Schultz and Goemans 2019 on limited aims): one climbs when a rung has had its
time and failed. Reduces to persuasion for ever where aims are worth nothing or are reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import WEEKS_A_YEAR, clip, divide, exp, normal_cdf, power
from agents.coordination import normal_quantile
from agents.events import emit
from agents.records import Record, column, parameter, prior
from agents.rules import rule
from agents.vocabulary import Actor, Happening, Means

if TYPE_CHECKING:
    from agents.events import Log


class Influence(Record):
    """Russia's hold on Ukraine's course, and the means by which it seeks more."""

    rung: int = column("means in use", "Means")
    weeks: float = column("time for which they have been in use", "weeks")
    quiet: bool = column("no fighting along the line last week", "")
    openness: float = column("openness of Ukraine's public to Russia's terms", "0..1")
    control: float = column("share of what Russia wants of Ukraine's course that it has", "0..1")
    unmet: float = column("loss from aims that all means short of war have failed to reach", "prize")


@dataclass(frozen=True)
class InfluenceParameters:
    """What each rung costs and brings, and when the next is tried."""

    goal: float = prior(
        0.5,
        0.2,
        1.0,
        "0..1",
        "control that Russia holds to be enough: a friendly Ukraine, by whatever means",
        "positions of March 2025; judgement",
    )
    patience: float = prior(
        104.0,
        26.0,
        416.0,
        "weeks",
        "time given to a rung before the next is tried",
        "2004-2014-2022: eight to ten years a step at large, shorter within each; judgement",
    )
    cost: float = prior(
        0.01,
        0.0,
        0.05,
        "prize",
        "cost a year of the dearest rung; each rung below costs a part of the one above",
        "judgement",
    )
    steepness: float = prior(
        4.0, 1.5, 10.0, "ratio", "cost of a rung over that of the one below", "judgement"
    )
    openness: float = prior(
        0.1,
        0.02,
        0.25,
        "0..1",
        "openness of Ukraine's public to Russia's terms at rest",
        "surveys of 2024-25 on concessions; judgement",
    )
    memory: float = prior(3.0, 1.0, 10.0, "years", "time in which openness returns to its rest", "judgement")
    persuasion: float = prior(
        0.01, 0.0, 0.05, "a year", "openness won by broadcasting and division", "judgement"
    )
    pressure: float = prior(
        0.03,
        -0.05,
        0.08,
        "a year",
        "openness won by blackmail over energy and trade, and by corruption",
        "judgement",
    )
    interference: float = prior(
        0.02, -0.05, 0.08, "a year", "openness won by money and networks in domestic politics", "judgement"
    )
    subversion: float = prior(
        -0.05,
        -0.15,
        0.05,
        "a year",
        "openness won by violence below war; violence drives people away",
        "the turn of opinion after 2014; judgement",
    )
    hardening: float = prior(
        0.9,
        0.5,
        1.0,
        "share",
        "part of the effect on openness that is lost while the war is fought",
        "judgement",
    )
    vote: float = parameter(
        0.03,
        "shift of the vote by an intervention in an election",
        unit="share",
        low=0.0,
        high=0.08,
        kind="measured",
        source="Levin (2016), International Studies Quarterly 60: three points on average, 1946-2000",
    )
    wear: float = prior(
        0.04,
        0.0,
        0.15,
        "share a year",
        "trust in the incumbent worn down by interference and subversion",
        "judgement",
    )
    unrest: float = prior(
        0.5,
        0.0,
        2.0,
        "ratio",
        "rise of the rate of Russia's incidents under a truce by subversion",
        "judgement",
    )


@rule
def open_influence(influence: Influence, p: InfluenceParameters) -> None:
    """Set what Russia had of Ukraine's course on 18 March 2025: nothing but what opinion gives it."""
    influence.rung = Means.SUBVERSION.value
    influence.weeks = 0.0
    influence.quiet = False
    influence.openness = p.openness
    influence.control = p.openness
    influence.unmet = 0.0


@rule
def cost_of(rung: int, p: InfluenceParameters) -> float:
    """Cost of a rung a year (prize): geometric, so that cheap means are tried first."""
    return p.cost * power(p.steepness, float(rung - Means.SUBVERSION))


@rule
def won(rung: int, p: InfluenceParameters) -> float:
    """Openness that a rung wins a year."""
    if rung == Means.PERSUASION:
        return p.persuasion
    if rung == Means.PRESSURE:
        return p.pressure
    if rung == Means.INTERFERENCE:
        return p.interference
    return p.subversion


@rule
def control(openness: float, accommodating: float, terms: float) -> float:
    """Share of its aims that Russia has: opinion, leadership and terms are substitutes, 1 - prod (1 - x)."""
    return 1.0 - (1.0 - openness) * (1.0 - accommodating) * (1.0 - terms)


@rule
def move_opinion(influence: Influence, quiet: bool, p: InfluenceParameters) -> None:
    """One week of Ukraine's public: it is worked upon, less while the war is fought, and returns to its rest."""
    felt = 1.0 if quiet else 1.0 - p.hardening
    pace = 1.0 - exp(-1.0 / (p.memory * WEEKS_A_YEAR))
    moved = influence.openness + pace * (p.openness - influence.openness)
    moved += felt * won(influence.rung, p) / WEEKS_A_YEAR
    influence.openness = clip(moved, 0.0, 1.0)


@rule
def choose_means(
    influence: Influence,
    accommodating: float,
    terms: float,
    aims: float,
    quiet: bool,
    log: Log,
    p: InfluenceParameters,
) -> None:
    """One week of the ladder: take stock of control, climb where a rung has failed, come down where it has done.

    In war the upper end of the ladder is in use; with quiet one starts anew from its foot. One climbs when the
    rung has had its time, control falls short, and what is missing is worth more than the next rung costs for
    the time that it would be given. Past the last rung what is missing becomes a reason for war: `unmet`.

    Parameters
    ----------
    influence : Influence
        Written.
    accommodating : float
        Way to Russia's ideal that Ukraine's leadership of the day goes (0..1).
    terms : float
        Terms of the settlement in force, 0 (Ukraine's) to 1 (Russia's).
    aims : float
        Loss of Russia's ruler from each unit of his aims not reached (prize).
    quiet : bool
        No fighting along the line: the war is not among the means in use.
    """
    move_opinion(influence, quiet, p)
    influence.control = control(influence.openness, accommodating, terms)
    missing = max(p.goal - influence.control, 0.0)
    influence.weeks += 1.0
    influence.unmet = 0.0
    rung = influence.rung
    if not quiet:
        rung = Means.SUBVERSION.value
    elif not influence.quiet:
        rung = Means.PERSUASION.value
    elif missing == 0.0 and rung > Means.PERSUASION:
        rung -= 1
    elif missing > 0.0 and influence.weeks >= p.patience:
        years = p.patience / WEEKS_A_YEAR
        if rung == Means.SUBVERSION:
            influence.unmet = aims * missing
        elif aims * missing > years * (cost_of(rung + 1, p) - cost_of(rung, p)):
            rung += 1
    influence.quiet = quiet
    if rung != influence.rung:
        influence.rung = rung
        influence.weeks = 0.0
        emit(log, Happening.MEANS_CHANGE, Actor.RUSSIA, Actor.UKRAINE, -1, rung, influence.control)


@rule
def vote_shift(influence: Influence, p: InfluenceParameters) -> float:
    """Shift of a vote towards the accommodating: an intervention is made from interference upwards."""
    return p.vote if influence.rung >= Means.INTERFERENCE else 0.0


@rule
def shifted_chance(probability: float, shift: float, error: float) -> float:
    """Probability of a side after its vote is shifted, where the vote has a normal error of that size."""
    return normal_cdf(normal_quantile(probability) + divide(shift, error, 0.0))


@rule
def worn_trust(influence: Influence, p: InfluenceParameters) -> float:
    """Trust in Ukraine's incumbent that the means in use wear down in a week (share)."""
    return p.wear / WEEKS_A_YEAR if influence.rung >= Means.INTERFERENCE else 0.0


@rule
def stirred_incidents(influence: Influence, p: InfluenceParameters) -> float:
    """Rise of the rate of Russia's incidents under a truce by subversion (ratio)."""
    return p.unrest if influence.rung == Means.SUBVERSION else 0.0
