"""Terms: what conditions that came true, and a settlement in force, bind the world to this week.

Commitments act on power, aid and law and not on fear alone (Powell 2006; Fortna 2003 on the terms of ceasefires).
They are read anew each week from the truces in force and so end with them. Reduces to no bonds where none is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import clip
from agents.records import Record, column, parameter
from agents.rules import rule
from agents.vocabulary import ISSUES, SCOPES, Condition, Issue, Scope
from model.links import tie

if TYPE_CHECKING:
    from agents.states import State
    from model.table import Diplomacy
    from model.truce import Truce

NO_LIMIT = 1e6
"""Thousand men: no army is larger."""
DAYS_A_YEAR = 365.25


class Terms(Record):
    """What is agreed and in force, beside what stands on the table (`Diplomacy`)."""

    package: list[float] = column("terms of the last settlement, on each issue", "0..1", ISSUES)
    aid_europe: float = column("share of European aid that is allowed", "share")
    army: float = column("largest Ukrainian army in the theatre that is allowed", "thousand")
    mobilisation: float = column(
        "share of Ukraine's recruitment and arms production that goes on under limits agreed", "share"
    )
    troops: float = column("share of the reassurance force that may be in Ukraine", "share")
    guarantee: float = column("guarantee of Ukraine that a settlement gives", "0..1")
    relief_europe: float = column("relief from European sanctions that is agreed", "0..1")
    lifted_europe: float = column("European sanctions lifted so far, against the utmost", "share")
    relieved: bool = column("relief from United States sanctions is tied to a truce in force", "")
    recognised: bool = column("the United States recognise gains by terms in force", "")
    own_view: float = column("their own ideal point on recognition meanwhile", "0..1")


@dataclass(frozen=True)
class TermParameters:
    """What positions on the issues mean in men and days, and how far limits are kept."""

    middle: float = parameter(
        0.5,
        "middle of the scales: of aid, sanctions and recognition, where the United States alone give way",
        unit="0..1",
        low=0.5,
        high=0.5,
        kind="convention",
        source="scales of the issues (model/tables/issues.csv)",
    )
    army_unlimited: float = parameter(
        1000.0,
        "Ukrainian armed forces where the cap begins to bind",
        unit="thousand",
        low=880.0,
        high=1200.0,
        kind="prior",
        source="judgement: somewhat above the 880 thousand of January 2025",
    )
    army_half: float = parameter(
        700.0,
        "Ukrainian armed forces at the middle of the scale of the cap",
        unit="thousand",
        low=600.0,
        high=800.0,
        kind="convention",
        source="scale of the issue, between 800 and 600 thousand of the texts of 2025",
    )
    army_least: float = parameter(
        85.0,
        "Ukrainian armed forces at Russia's end of the scale of the cap",
        unit="thousand",
        low=50.0,
        high=100.0,
        kind="measured",
        source="Istanbul drafts of March and April 2022",
    )
    relief_time: float = parameter(
        1.5,
        "time for which a settlement must have held before the relief from sanctions that it grants is there in full",
        unit="years",
        low=0.25,
        high=8.0,
        kind="prior",
        source="judgement: Dayton, suspended in November 1995, lifted in October 1996; Iran, agreed in July 2015, first "
        "lifted in January 2016, the rest due by 2023",
    )
    theatre: float = parameter(
        0.64,
        "share of the Ukrainian armed forces in the theatre",
        unit="share",
        low=0.5,
        high=0.8,
        kind="prior",
        source="560 of 880 thousand in March 2025; the former is a judgement",
    )
    limits_kept: float = parameter(
        0.9,
        "share of mobilisation and arms production that stops where a truce forbids them",
        unit="share",
        low=0.3,
        high=1.0,
        kind="prior",
        source="judgement: limits on armies are easier to see than single violations",
    )


@rule
def army_allowed(position: float, p: TermParameters) -> float:
    """Ukrainian force in the theatre (thousand) that a position on the cap allows: linear on either half."""
    if position <= 0.0:
        return NO_LIMIT
    half = p.middle
    if position < half:
        army = p.army_unlimited + (p.army_half - p.army_unlimited) * position / half
    else:
        army = p.army_half + (p.army_least - p.army_half) * (position - half) / (1.0 - half)
    return p.theatre * army


@rule
def first_half(position: float, p: TermParameters) -> float:
    """How far a position goes on the lower half of a scale, where the United States alone give way."""
    return clip(position / p.middle, 0.0, 1.0)


@rule
def second_half(position: float, p: TermParameters) -> float:
    """How far it goes on the upper half, where Europe, or the other side, gives way too."""
    return clip((position - p.middle) / (1.0 - p.middle), 0.0, 1.0)


@rule
def free(terms: Terms, diplomacy: Diplomacy) -> None:
    """Lift all bonds."""
    terms.aid_europe = 1.0
    terms.army = NO_LIMIT
    terms.mobilisation = 1.0
    terms.troops = 1.0
    terms.guarantee = 0.0
    terms.relief_europe = 0.0
    diplomacy.aid_barred = 0.0
    diplomacy.relief_agreed = 0.0
    for issue in range(ISSUES):
        diplomacy.conceded[issue] = 0.0


@rule
def bind(
    terms: Terms, diplomacy: Diplomacy, truces: list[Truce], relief_share: float, p: TermParameters
) -> None:
    """Read from the truces in force what binds this week; `relief_share`: relief that is asked for a truce.

    A guarantee given for a truce ends with it, or with the administration that gave it.
    """
    free(terms, diplomacy)
    guaranteed = False
    for scope in range(SCOPES):
        conditions = truces[scope].conditions
        if truces[scope].active and conditions != 0:
            bind_conditions(terms, diplomacy, conditions, relief_share, p)
            given = (conditions >> Condition.US_GUARANTEE) | (conditions >> Condition.SECURITY_GUARANTEE)
            guaranteed = guaranteed or (given & 1) == 1
    if not guaranteed:
        diplomacy.us_guarantee = 0.0
    if truces[Scope.FINAL].active:
        bind_settlement(terms, diplomacy, truces[Scope.FINAL].days_held, p)


@rule
def bind_conditions(
    terms: Terms, diplomacy: Diplomacy, conditions: int, relief_share: float, p: TermParameters
) -> None:
    """Conditions of a truce: an aid stop is of all aid, recognition the mediator's alone."""
    if (conditions >> Condition.AID_STOP) & 1:
        diplomacy.aid_barred = 1.0
        terms.aid_europe = 0.0
    if (conditions >> Condition.NO_MOBILISATION) & 1:
        terms.mobilisation = 1.0 - p.limits_kept
    if (conditions >> Condition.SANCTIONS_RELIEF) & 1:
        diplomacy.relief_agreed = max(diplomacy.relief_agreed, relief_share)
    if (conditions >> Condition.RECOGNITION_OF_GAINS) & 1:
        diplomacy.conceded[Issue.RECOGNITION] = p.middle
    if (conditions >> Condition.ROOT_CAUSES) & 1:
        diplomacy.conceded[Issue.NATO_BAR] = 1.0
        diplomacy.conceded[Issue.LEADERSHIP] = 1.0


@rule
def bind_settlement(terms: Terms, diplomacy: Diplomacy, days: float, p: TermParameters) -> None:
    """A settlement: cap, aid, troops, guarantee, relief and recognition as its package has them.

    Relief comes in steps as the terms are kept, in full once the settlement has held for `relief_time`; `days` so far.
    """
    package = terms.package
    phase = min(days / (DAYS_A_YEAR * p.relief_time), 1.0)
    terms.army = army_allowed(package[Issue.ARMY_CAP], p)
    terms.aid_europe = min(terms.aid_europe, 1.0 - second_half(package[Issue.FOREIGN_AID], p))
    terms.troops = 1.0 - second_half(first_half(package[Issue.FOREIGN_TROOPS], p), p)
    terms.guarantee = 1.0 - package[Issue.GUARANTEE]
    terms.relief_europe = phase * second_half(package[Issue.SANCTIONS_RELIEF], p)
    diplomacy.aid_barred = max(diplomacy.aid_barred, first_half(package[Issue.FOREIGN_AID], p))
    relief = phase * first_half(package[Issue.SANCTIONS_RELIEF], p)
    diplomacy.relief_agreed = max(diplomacy.relief_agreed, relief)
    recognised = min(package[Issue.RECOGNITION], p.middle)
    diplomacy.conceded[Issue.RECOGNITION] = max(diplomacy.conceded[Issue.RECOGNITION], recognised)


@rule
def amend(package: list[float], conditions: int) -> int:
    """Write conditions granted for a settlement into its text, with what hangs on them; return those it cannot hold."""
    if (conditions >> Condition.AID_STOP) & 1:
        package[Issue.FOREIGN_AID] = 1.0
    if (conditions >> Condition.NO_MOBILISATION) & 1:
        package[Issue.ARMY_CAP] = 1.0
    if (conditions >> Condition.RECOGNITION_OF_GAINS) & 1:
        package[Issue.RECOGNITION] = 1.0
    if (conditions >> Condition.ROOT_CAUSES) & 1:
        package[Issue.NATO_BAR] = 1.0
        package[Issue.LEADERSHIP] = 1.0
    if (conditions >> Condition.SANCTIONS_RELIEF) & 1:
        package[Issue.SANCTIONS_RELIEF] = 1.0
    if (conditions >> Condition.SECURITY_GUARANTEE) & 1:
        package[Issue.GUARANTEE] = 0.0
    tie(package)
    return conditions & ((1 << Condition.MONITORING) | (1 << Condition.US_GUARANTEE))


@rule
def recognise(terms: Terms, diplomacy: Diplomacy, mediator: State) -> None:
    """While gains are recognised by terms in force, the mediator drafts by that and not by its own view."""
    conceded = diplomacy.conceded[Issue.RECOGNITION]
    if conceded > 0.0:
        if not terms.recognised:
            terms.own_view = mediator.ideal[Issue.RECOGNITION]
        mediator.ideal[Issue.RECOGNITION] = max(terms.own_view, conceded)
    elif terms.recognised:
        mediator.ideal[Issue.RECOGNITION] = terms.own_view
    terms.recognised = conceded > 0.0


@rule
def snap_back(terms: Terms, diplomacy: Diplomacy, warranted: float) -> None:
    """Relief tied to a truce that has ended falls back to what the relation warrants."""
    if terms.relieved and diplomacy.relief_agreed <= 0.0:
        diplomacy.sanctions_relief = min(diplomacy.sanctions_relief, warranted)
    terms.relieved = diplomacy.relief_agreed > 0.0


@rule
def lift_european(terms: Terms, sanctions: float, pressed: float, pace: float) -> float:
    """European sanctions a week on: lifted as agreed or as `pressed` for, put back when that ends."""
    share = max(terms.relief_europe, pressed)
    move = pace * (share * (sanctions + terms.lifted_europe) - terms.lifted_europe)
    terms.lifted_europe = terms.lifted_europe + move
    return min(sanctions - move, 1.0)
