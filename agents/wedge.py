"""Decides by which means short of war Russia works on Ukraine's supporters, and what these do to each of them.

Wedge strategies (Crawford 2011): inducement and quiet means loosen those who already lean away from an alliance,
open coercion binds the others together (on coercion that provokes: Dafoe, Hatz and Zhang 2021). What reaches whom
goes by predisposition (Zaller 1992): with a in -1..1 the disposition towards Ukraine, it is moved by

    - pull (1 - a) / 2 + rousing (1 + a) / 2,

`pull` what persuasion, pressure and interference have won, `rousing` what violence below war has roused, both
against March 2025, when all means were in use. An intervention moves a vote by Levin's (2016) three points, as in
Ukraine (`agents/means.py`), and so the disposition of the government that it makes.

The ladder is that of `agents/means.py`, and so are its costs. When a rung has had its time, Russia climbs if what
Europe's cohesion still denies it is worth more than the next rung costs, and comes down if it is worth less than
the present one. It is worth the faster advance without European aid, and Europe's half of the sanctions. Reduces to
dispositions alone where means win and rouse nothing, to persuasion for ever where cohesion is worth nothing to
Russia. That open violence may rouse more than it loosens is not seen in Moscow: it goes by cohesion alone (Jervis
1976). Left out: which member is worked upon, and what members do in return. Seen in `means_europe`, `cohesion`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import WEEKS_A_YEAR, clip, divide, exp
from agents.events import emit
from agents.means import cost_of
from agents.records import Record, column, parameter, prior
from agents.rules import rule
from agents.vocabulary import Actor, Happening, Means

if TYPE_CHECKING:
    from agents.events import Log
    from agents.means import InfluenceParameters
    from agents.states import State
    from agents.supporters import SupporterParameters


class Wedge(Record):
    """Russia's hold on Europe, and the means by which it seeks more."""

    rung: int = column("dearest means in use", "Means")
    weeks: float = column("time for which it has been in use", "weeks")
    worth: float = column("worth to Russia of Europe's support for Ukraine falling away", "prize")
    pull: float = column("disposition won by quiet means, against March 2025", "-1..1")
    rousing: float = column("disposition roused by violence below war, against March 2025", "-1..1")


@dataclass(frozen=True)
class WedgeParameters:
    """What means win and rouse in Europe. Costs, patience and the shift of a vote: as in Ukraine."""

    goal: float = prior(
        0.35,
        0.1,
        0.6,
        "share",
        "cohesion of Europe that Russia holds to be low enough",
        "half of the cohesion of March 2025; judgement",
    )
    memory: float = prior(3.0, 1.0, 10.0, "years", "time in which what was won or roused fades", "judgement")
    persuasion: float = prior(
        0.01,
        0.0,
        0.05,
        "a year",
        "disposition won by broadcasting, of one who leans wholly to Russia",
        "judgement",
    )
    pressure: float = prior(
        0.02,
        -0.03,
        0.08,
        "a year",
        "the same by favours and blackmail over energy and trade",
        "Crawford (2011), International Security 35: favours divide; the cut of gas in 2022 did not; judgement",
    )
    interference: float = prior(
        0.02, -0.03, 0.08, "a year", "the same by money and networks in domestic politics", "judgement"
    )
    subversion: float = prior(
        0.05,
        -0.05,
        0.15,
        "a year",
        "disposition roused by sabotage and other violence below war, of one who leans wholly to Ukraine",
        "Dafoe, Hatz and Zhang (2021), Journal of Conflict Resolution 65: attacks provoke; judgement",
    )
    swing: float = parameter(
        0.1,
        "spread of the change of the vote between camps from one election to the next",
        unit="share",
        low=0.05,
        high=0.2,
        kind="estimated",
        source="Pedersen (1979), European Journal of Political Research 7: net volatility of about a tenth",
    )
    exposed: float = prior(
        0.5,
        0.0,
        1.0,
        "share",
        "share of interventions in votes that are found out and undone",
        "Romania's vote of November 2024 was annulled; judgement",
    )


@rule
def open_wedge(wedge: Wedge) -> None:
    """All means are in use on 18 March 2025: what they do is in the dispositions of that day."""
    wedge.rung = Means.SUBVERSION.value
    wedge.weeks = 0.0
    wedge.worth = 0.0
    wedge.pull = 0.0
    wedge.rousing = 0.0


@rule
def won_quietly(rung: int, p: WedgeParameters) -> float:
    """Disposition that the quiet means up to a rung win a year: a dearer one is used beside those below."""
    won = p.persuasion
    if rung >= Means.PRESSURE:
        won += p.pressure
    if rung >= Means.INTERFERENCE:
        won += p.interference
    return won


@rule
def move_europe(wedge: Wedge, p: WedgeParameters) -> None:
    """One week of what Russia's means do, on the way to where they would come to rest."""
    pace = 1.0 - exp(-1.0 / (p.memory * WEEKS_A_YEAR))
    quiet = won_quietly(wedge.rung, p) - won_quietly(Means.SUBVERSION, p)
    open_violence = 0.0 if wedge.rung == Means.SUBVERSION else -p.subversion
    wedge.pull = clip(wedge.pull + pace * (p.memory * quiet - wedge.pull), -1.0, 1.0)
    wedge.rousing = clip(wedge.rousing + pace * (p.memory * open_violence - wedge.rousing), -1.0, 1.0)


@rule
def worth_of_division(drift_value: float, european_drift: float, sanctions: float) -> float:
    """Worth to Russia (prize) of Europe's support falling away.

    `drift_value` is its worth of a faster advance, `european_drift` how much faster without European aid,
    `sanctions` its weight of sanctions relief times what Europe's half of it is of the scale.
    """
    return max(drift_value, 0.0) * european_drift + sanctions


@rule
def choose_wedge(
    wedge: Wedge, worth: float, cohesion: float, log: Log, p: WedgeParameters, means: InfluenceParameters
) -> None:
    """One week of the ladder in Europe.

    Parameters
    ----------
    wedge : Wedge
        Written.
    worth : float
        Worth to Russia of Europe's support falling away (prize).
    cohesion : float
        Cohesion of Europe (0..1).
    """
    move_europe(wedge, p)
    wedge.worth = worth
    wedge.weeks += 1.0
    denied = worth * max(cohesion - p.goal, 0.0)
    years = means.patience / WEEKS_A_YEAR
    rung = wedge.rung
    if wedge.weeks >= means.patience:
        if rung > Means.PERSUASION and denied < years * (cost_of(rung, means) - cost_of(rung - 1, means)):
            rung -= 1
        elif rung < Means.SUBVERSION and denied > years * (cost_of(rung + 1, means) - cost_of(rung, means)):
            rung += 1
    if rung != wedge.rung:
        wedge.rung = rung
        wedge.weeks = 0.0
        emit(log, Happening.MEANS_CHANGE, Actor.RUSSIA, Actor.EUROPEAN_UNION, -1, rung, cohesion)


@rule
def lean_of_member(wedge: Wedge, affinity: float) -> float:
    """What Russia's means have moved of a member's disposition: who leans to Russia is won, the rest roused."""
    return 0.5 * (wedge.rousing * (1.0 + affinity) - wedge.pull * (1.0 - affinity))


@rule
def meddle(
    state: State, wedge: Wedge, p: WedgeParameters, means: InfluenceParameters, support: SupporterParameters
) -> None:
    """Shift the disposition that an election has brought: the vote's shift as a share of its usual swing."""
    if wedge.rung >= Means.INTERFERENCE:
        shift = divide(means.vote * (1.0 - p.exposed), p.swing, 0.0)
        state.affinity_ukraine = clip(state.affinity_ukraine - support.turnover * shift, -1.0, 1.0)
        state.affinity_russia = -state.affinity_ukraine
