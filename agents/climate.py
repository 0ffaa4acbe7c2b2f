"""Decides how the week looks to all elites alike: the war, its price, the leader, what dissent would cost.

From Koszegi and Rabin (2006, QJE 121) on what one is used to, Hale (2014) on the leader's horizon.
Reduces to zero everywhere while the week is like the first and the leader is as secure as then.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from agents.arithmetic import WEEKS_A_YEAR, clip, exp, log, sqrt
from agents.records import Record, column
from agents.rules import rule
from agents.vocabulary import WarEnd

if TYPE_CHECKING:
    from agents.leader import Leader
    from agents.tier import ElitesParameters

SMALL = 1e-9  # keeps a logarithm finite


class Climate(Record):
    """What all elites see alike this week, and what they are used to. Set by `sense_climate`.

    `discontent` and `spoils` are what commanders and plotters go by (`agents/services.py`, `agents/coup_stakes.py`).
    """

    begun: bool = column("False until the first look, which sets what elites are used to", "")
    sanctions: float = column("sanctions in force, less those of March 2025", "index")
    sanctions_start: float = column("sanctions in force at the start", "index")
    progress: float = column("the war against its aims: defeat -1 .. 1 victory", "-1..1")
    usual_progress: float = column("progress that elites are used to", "-1..1")
    burden: float = column("military spending", "share of GDP")
    usual_burden: float = column("military spending that elites are used to", "share of GDP")
    performance: float = column("domestic performance", "0..1")
    usual_performance: float = column("domestic performance that elites are used to", "0..1")
    autonomy_start: float = column("freedom of action from the patron at the start", "0..1")
    standing_start: float = column("legitimacy and horizon of the leader at the start", "support")
    standing: float = column("what legitimacy and horizon of the leader add", "support")
    victory: float = column("what progress beyond the usual adds for a pure hawk", "support")
    toll: float = column("what a burden beyond the usual takes from a pure dove", "support")
    subjection: float = column("what autonomy lost takes from a pure hawk", "support")
    punishment: float = column("k: cost to a lone dissenter that the leader can inflict", "punishment")
    prize: float = column("b: gain from joining a dissent that wins, at full ambition", "punishment")
    pace: float = column("part of the way to its goal that support goes in a week", "share")
    habit: float = column(
        "part of the way to what he has that what an elite is used to goes in a week", "share"
    )
    spoils: float = column("spoils of the highest office, 1 in March 2025", "ratio")
    discontent: float = column("discontent of officers with the conduct of the war", "0..1")
    news: float = column("standard deviation of what a week's private news adds to support", "support")


@rule
def war_progress(momentum_km2: float, war_end: int, terms: float, parameters: ElitesParameters) -> float:
    """How the war stands against its aims, from -1 (defeat) to 1 (victory).

    While it goes on, tanh of the monthly advance over a notable one; once settled, 2 terms - 1, `terms`
    being the value of the settlement to Russia from 0 (Ukraine's ideal) to 1.
    """
    if war_end == WarEnd.RUSSIAN_OBJECTIVE:
        return 1.0
    if war_end == WarEnd.UKRAINIAN_OBJECTIVE:
        return -1.0
    if war_end == WarEnd.SETTLEMENT:
        return clip(2.0 * terms - 1.0, -1.0, 1.0)
    return math.tanh(momentum_km2 / parameters.notable_advance)


@rule
def horizon(survival: float, discount: float) -> float:
    """Log of the worth of a leader's promises, ln[(1 - d)/(1 - d S)]; S: his yearly chance to stay (Hale).

    Rents r a year for as long as he lasts are worth r/(1 - d S), against r/(1 - d) from one who lasts for
    ever: 0 for a secure leader (S = 1), ln(1 - d) for one who will be gone within the year.
    """
    return log(1.0 - discount) - log(1.0 - discount * clip(survival, 0.0, 1.0))


@rule
def weekly_news(parameters: ElitesParameters) -> float:
    """Scale of a week's private news by which support at rest has the standard deviation `spread`."""
    rate = parameters.relaxation / WEEKS_A_YEAR
    return parameters.spread * sqrt(rate * (2.0 - rate))


@rule
def sense_climate(
    climate: Climate,
    leader: Leader,
    progress: float,
    burden: float,
    sanctions: float,
    rents: float,
    performance: float,
    autonomy: float,
    repression: float,
    parameters: ElitesParameters,
) -> None:
    """Update what all elites see alike; the first look sets what they are used to.

    The war's `progress` (`war_progress`), its `burden` (share of GDP), `sanctions` in force (0..1), total
    `rents` (index), domestic `performance`, `autonomy` from the patron and capacity for `repression` (each
    0..1).
    """
    p = parameters
    standing = p.legitimacy_weight * leader.legitimacy + p.lame_duck * horizon(leader.survival, p.discount)
    if not climate.begun:
        climate.begun = True
        climate.sanctions_start = sanctions
        climate.usual_progress = progress
        climate.usual_burden = burden
        climate.usual_performance = performance
        climate.autonomy_start = autonomy
        climate.standing_start = standing
    used = p.adaptation / WEEKS_A_YEAR
    climate.usual_progress += used * (progress - climate.usual_progress)
    climate.usual_burden += used * (burden - climate.usual_burden)
    climate.usual_performance += used * (performance - climate.usual_performance)
    climate.sanctions = sanctions - climate.sanctions_start
    climate.progress = progress
    climate.burden = burden
    climate.performance = performance
    climate.standing = standing - climate.standing_start
    climate.victory = p.war_weight * (progress - climate.usual_progress)
    climate.toll = p.burden_weight * (burden - climate.usual_burden)
    climate.subjection = p.subjection_weight * (climate.autonomy_start - autonomy)
    personal = 1.0 - p.intimidation * (1.0 - leader.personalisation)
    climate.punishment = repression * personal * leader.survival
    climate.pace = p.relaxation / WEEKS_A_YEAR
    climate.habit = used
    climate.news = weekly_news(p)
    climate.prize = p.prize * exp(p.prize_elasticity * log(max(rents, SMALL)))
