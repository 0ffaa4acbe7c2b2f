"""Decides Ukraine's politics at home: trust, martial law, the way to an election.

Trust rallies under coercion and fades (Mueller 1970); the law forbids elections under martial law, and parliament lifts
it as far as the truce is expected to hold until one. Reduces to martial law without end where no truce is ever made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import clip, exp, log, power
from agents.events import emit
from agents.records import parameter
from agents.rules import rule
from agents.vocabulary import Actor, Happening, Scope, WarEnd
from model.durability import permanence
from model.table import HomeFront
from model.vote import VoteParameters, come_to_vote

if TYPE_CHECKING:
    from agents.events import Log
    from agents.states import State
    from model.truce import Truce, TruceParameters
    from model.war import Front

__all__ = ["HomeFront"]

_KIIS = "Kyiv International Institute of Sociology, "


@dataclass(frozen=True)
class HomeFrontParameters(VoteParameters):
    """The home front: the vote, and (here) trust and martial law."""

    trust: float = parameter(
        0.67,
        "trust in the incumbent at the start",
        unit="0..1",
        low=0.57,
        high=0.73,
        kind="measured",
        source=_KIIS + "14 February to 4 March 2025, n about 1,000",
    )
    normal_trust: float = parameter(
        0.6,
        "trust to which rallies fade at the reference advance",
        unit="0..1",
        low=0.5,
        high=0.7,
        kind="estimated",
        source=_KIIS + "mean of 52, 57, 67 and 69%, December 2024 to March 2025",
    )
    trust_memory: float = parameter(
        17.0,
        "mean time for which a rally lasts",
        unit="weeks",
        low=6.0,
        high=52.0,
        kind="prior",
        source="judgement: rallies fade within months (Mueller 1970)",
    )
    trust_course: float = parameter(
        0.01,
        "fall of trust with Russia's advance",
        unit="share per 100 km2 a month",
        low=0.0,
        high=0.025,
        kind="estimated",
        source=_KIIS
        + "and daily map polygons, December 2024 to March 2025; upper end if all of the rise is due to it",
    )
    reference_advance: float = parameter(
        300.0,
        "advance at which trust is normal",
        unit="km2 a month",
        low=100.0,
        high=500.0,
        kind="estimated",
        source="daily map polygons: mean of December 2024 to March 2025, rounded",
    )
    rally: float = parameter(
        0.1,
        "rise of trust when the mediator turns its full pressure on Ukraine",
        unit="share",
        low=0.03,
        high=0.15,
        kind="estimated",
        source=_KIIS + "57 to 67% between 4-9 February and 14 February to 4 March 2025",
    )
    concession_cost: float = parameter(
        0.4,
        "fall of trust by terms wholly at Russia's ideal",
        unit="share",
        low=0.0,
        high=0.6,
        kind="prior",
        source="judgement",
    )
    against_elections: float = parameter(
        0.775,
        "share against elections before peace",
        unit="share",
        low=0.6,
        high=0.85,
        kind="measured",
        source=_KIIS + "March 2025: 77% without guarantees, 78% with them",
    )
    pressure_time: float = parameter(
        26.0,
        "time in which pressure to lift martial law builds up",
        unit="weeks",
        low=8.0,
        high=78.0,
        kind="prior",
        source="judgement",
    )
    lapse: float = parameter(
        0.5,
        "probability that martial law is not renewed at full pressure",
        unit="0..1 a renewal",
        low=0.1,
        high=1.0,
        kind="prior",
        source="judgement",
    )
    faith: float = parameter(
        1.0,
        "weight of what is known of the hazard of a truce against what is seen, in breakdowns",
        unit="count",
        low=0.3,
        high=5.0,
        kind="prior",
        source="judgement; that a broken truce makes the next less trusted: Fortna (2003), Werner and Yuen (2005)",
    )
    renewal_days: int = parameter(
        90,
        "term of martial law",
        unit="days",
        low=30,
        high=180,
        kind="measured",
        source="law on the legal regime of martial law; renewed by parliament in steps of 90 days",
    )
    first_renewal: int = parameter(
        52,
        "first renewal after 18 March 2025",
        unit="days",
        low=0,
        high=180,
        kind="measured",
        source="Verkhovna Rada: in force to 9 May 2025",
    )
    election_lead: float = parameter(
        26.0,
        "time from the end of martial law to an election",
        unit="weeks",
        low=13.0,
        high=39.0,
        kind="estimated",
        source="Central Election Commission, May 2024 (six months) and April 2025 (three)",
    )
    agreed_lead: float = parameter(
        14.3,
        "time to an election where a settlement sets one",
        unit="weeks",
        low=8.0,
        high=26.0,
        kind="convention",
        source="scale of the issue: 100 days",
    )


@rule
def open_home_front(home: HomeFront, parameters: HomeFrontParameters) -> None:
    """Set the home front as it stood on 18 March 2025."""
    home.martial_law = True
    home.trust = parameters.trust
    home.election_in = -1.0
    home.terms_served = 1


@rule
def step_home_front(
    home: HomeFront,
    parameters: HomeFrontParameters,
    log: Log,
    truces: list[Truce],
    front: Front,
    ukraine: State,
    coercion: float,
    terms: float,
    rules: TruceParameters,
) -> bool:
    """Run a week of Ukraine's home front; return whether an election has changed the leadership.

    `coercion`: rise of the mediator's pressure on Ukraine this week (0..1); `terms`: mean position of a
    settlement signed this week, weighted by Ukraine's salience (0 where none was).
    """
    ended = front.end != WarEnd.GOES_ON or truces[Scope.FINAL].active
    quiet = ended or truces[Scope.GENERAL].active
    _move_trust(home, parameters, front.momentum_km2, coercion, terms)
    changed = come_to_vote(home, parameters, log, ukraine)
    _press_to_lift(home, parameters, quiet, ended)
    if quiet:
        _keep_or_lift(home, parameters, log, truces, rules)
    else:
        _restore(home, log)
    return changed


@rule
def _move_trust(
    home: HomeFront, parameters: HomeFrontParameters, advance: float, coercion: float, terms: float
) -> None:
    """Trust follows the course of the war, rallies under coercion and suffers from terms."""
    normal = (
        parameters.normal_trust - parameters.trust_course * (advance - parameters.reference_advance) / 100.0
    )
    pace = 1.0 - exp(-1.0 / parameters.trust_memory)
    trust = home.trust + pace * (normal - home.trust)
    home.trust = clip(trust + parameters.rally * coercion - parameters.concession_cost * terms, 0.0, 1.0)


@rule
def _press_to_lift(home: HomeFront, parameters: HomeFrontParameters, quiet: bool, ended: bool) -> None:
    """Pressure to lift martial law grows with the length of quiet, up to the share for elections now."""
    wish = 0.0
    if ended:
        wish = 1.0
    elif quiet:
        wish = 1.0 - parameters.against_elections
    pace = 1.0 - exp(-1.0 / parameters.pressure_time)
    home.lift_pressure += pace * (wish - home.lift_pressure)


@rule
def renewal_due(parameters: HomeFrontParameters, week: int) -> bool:
    """Tell whether the term of martial law runs out on the seven days that follow the first day of this week."""
    since = 7 * week - parameters.first_renewal
    return (since + 7) // parameters.renewal_days > since // parameters.renewal_days


@rule
def expected_to_hold(truces: list[Truce], parameters: HomeFrontParameters, rules: TruceParameters) -> float:
    """Probability, as parliament sees it, that the quiet lasts until an election could be held.

    The hazard is believed to be that of the truce in force times a gamma factor of mean 1 and n breakdowns' weight. The
    integrated hazard E that it has outlived is a reason to trust it, k others of its kind that ended one to doubt it:
    with h ahead the chance is ((n + E) / (n + E + h))^(n + k), exp(-h) as n grows. It is 1 in a decided war.
    """
    scope = Scope.FINAL.value if truces[Scope.FINAL].active else Scope.GENERAL.value
    truce = truces[scope]
    if not truce.active:
        return 1.0
    ahead = -log(permanence(truce, rules, scope, truce.extends, 7.0 * parameters.election_lead))
    seen = parameters.faith + truce.exposure
    return power(seen / (seen + ahead), parameters.faith + max(truce.made - 1, 0))


@rule
def _keep_or_lift(
    home: HomeFront, parameters: HomeFrontParameters, log: Log, truces: list[Truce], rules: TruceParameters
) -> None:
    """Parliament lets martial law lapse at a renewal, as far as it is pressed and trusts the quiet.

    No national election is held under martial law; its end opens the legal lead to one that is overdue, or the
    shorter one that a settlement pledges: then parliament lets the law lapse as the text asks.
    """
    if not home.martial_law or not renewal_due(parameters, log.week):
        return
    trusted = expected_to_hold(truces, parameters, rules)
    if home.uniforms[0] < max(parameters.lapse * home.lift_pressure * trusted, home.pledged):
        home.martial_law = False
        lead = parameters.election_lead + home.pledged * (parameters.agreed_lead - parameters.election_lead)
        home.election_in = max(home.election_in, lead)
        emit(log, Happening.MARTIAL_LAW_ENDS, Actor.UKRAINE, -1, -1, -1, trusted)


@rule
def _restore(home: HomeFront, log: Log) -> None:
    """When the fighting is resumed martial law is restored, a vote is called off, and nobody presses to lift it."""
    home.lift_pressure = 0.0
    if not home.martial_law:
        home.martial_law = True
        emit(log, Happening.MARTIAL_LAW_RESTORED, Actor.UKRAINE, -1, -1, -1, home.election_in)
    if home.elections == 0:
        home.election_in = -1.0
