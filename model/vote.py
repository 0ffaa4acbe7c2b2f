"""Decides a Ukrainian election: whether the incumbent loses, and to whom, an accommodating or a firm one.

The vote is a probit on trust with the error of polls as forecasts (Jennings and Wlezien 2018). Reduces to
an even chance at the trust where votes are even, and to the side that leads as the error goes to 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import clip, divide, normal_cdf, sqrt
from agents.events import emit
from agents.means import shifted_chance
from agents.records import parameter
from agents.rules import rule
from agents.vocabulary import ISSUES, Actor, Happening

if TYPE_CHECKING:
    from agents.events import Log
    from agents.states import State
    from model.home_front import HomeFrontParameters
    from model.table import HomeFront


@dataclass(frozen=True)
class VoteParameters:
    """Elections, and what a new leadership would change."""

    election_term: float = parameter(
        261.0,
        "time between regular elections",
        unit="weeks",
        low=208.0,
        high=313.0,
        kind="measured",
        source="Constitution of Ukraine, article 103: five years",
    )
    terms_allowed: int = parameter(
        2,
        "consecutive terms that a president may serve",
        unit="count",
        low=1,
        high=3,
        kind="measured",
        source="Constitution of Ukraine, article 103",
    )
    even_trust: float = parameter(
        0.5,
        "trust at which the incumbent's vote is even",
        unit="0..1",
        low=0.4,
        high=0.6,
        kind="prior",
        source="judgement: trust is not a vote",
    )
    sampling_error: float = parameter(
        0.02,
        "standard error of a poll",
        unit="share",
        low=0.01,
        high=0.03,
        kind="measured",
        source="Kyiv International Institute of Sociology: n about 1,000, four points at 95%",
    )
    forecast_error: float = parameter(
        0.08,
        "error of a poll as a forecast of the vote",
        unit="share",
        low=0.03,
        high=0.15,
        kind="prior",
        source="judgement; Jennings and Wlezien (2018) for the growth of the error with the time to the vote",
    )
    accommodating_challenger: float = parameter(
        0.3,
        "probability that the challenger who wins is accommodating",
        unit="0..1",
        low=0.05,
        high=0.6,
        kind="prior",
        source="judgement: those who might win in 2025 were not",
    )
    mandate: float = parameter(
        0.65,
        "trust in a newly elected leadership",
        unit="0..1",
        low=0.5,
        high=0.8,
        kind="prior",
        source="judgement: a run-off won, and a honeymoon",
    )
    accommodation: float = parameter(
        0.3,
        "way to Russia's ideal that an accommodating leadership goes on every issue",
        unit="share",
        low=0.05,
        high=0.6,
        kind="prior",
        source="judgement",
    )


@rule
def forecast_error(parameters: HomeFrontParameters) -> float:
    """Standard error of a poll as a forecast of the vote."""
    sampling = parameters.sampling_error
    forecast = parameters.forecast_error
    return sqrt(sampling * sampling + forecast * forecast)


@rule
def defeat_probability(parameters: HomeFrontParameters, trust: float) -> float:
    """Probability that the incumbent loses: a probit on trust, with the error of polls as its deviation."""
    return normal_cdf(divide(parameters.even_trust - trust, forecast_error(parameters), 0.0))


@rule
def come_to_vote(home: HomeFront, parameters: HomeFrontParameters, log: Log, ukraine: State) -> bool:
    """Count down to an election and hold it; return whether the leadership has changed.

    A new leadership may be accommodating, likelier so if Russia meddles (`agents/means.py`): it takes Ukraine's ideal
    points a part of the way to Russia's. One who has served the terms allowed cannot stand: where he would have
    won, another of his course does. The event tells who won: 0 the incumbent, 1 a firm challenger, 2 an accommodating
    one, 3 the candidate of the incumbent's course.
    """
    if home.election_in < 0.0:
        return False
    home.election_in = max(0.0, home.election_in - 1.0)
    if home.martial_law or home.election_in > 0.0:
        return False
    home.elections += 1
    home.election_in = parameters.election_term
    loses = defeat_probability(parameters, home.trust)
    defeated = home.uniforms[1] < loses
    barred = home.terms_served >= parameters.terms_allowed
    error = forecast_error(parameters)
    challenger = shifted_chance(parameters.accommodating_challenger, home.meddling, error)
    accommodating = home.uniforms[1] < loses * challenger
    winner = 3 if barred else 0
    if defeated:
        winner = 2 if accommodating else 1
        if accommodating != home.accommodating:
            _shift_ideals(ukraine, parameters.accommodation, accommodating)
        home.accommodating = accommodating
    emit(log, Happening.ELECTION, Actor.UKRAINE, -1, -1, winner, home.trust)
    home.terms_served += 1
    if winner > 0:
        home.terms_served = 1
        home.trust = parameters.mandate
    return winner > 0


@rule
def _shift_ideals(ukraine: State, way: float, accommodating: bool) -> None:
    """Move Ukraine's ideal points a part of the way to Russia's ideal (1), or take that back."""
    for issue in range(ISSUES):
        ideal = ukraine.ideal[issue]
        moved = ideal + way * (1.0 - ideal) if accommodating else (ideal - way) / (1.0 - way)
        ukraine.ideal[issue] = clip(moved, 0.0, 1.0)
