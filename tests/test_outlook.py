"""How a war is expected to end: what the years fought teach about exhaustion."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from agents.appraisal import AppraisalParameters
from agents.arithmetic import WEEKS_A_YEAR
from agents.outlook import average_drift_variance, exhaustion_rate, outlook
from agents.vocabulary import Actor, WarEnd
from model.war import WarParameters, update_tempo
from tests.engines import both
from tests.test_war import general_truce, march, play

APPRAISAL = AppraisalParameters()


def test_the_rate_is_the_posterior_mean_of_a_gamma_belief():
    """Of wars whose rate is drawn from the belief, those that last t years have the mean rate that the rule gives."""
    b, years = 6.0, 4.0
    p = replace(APPRAISAL, experience=b)
    rng = np.random.default_rng(2)
    rates = rng.gamma(p.exhaustion * b, 1.0 / b, 400_000)
    lasted = rates[rng.exponential(1.0 / np.maximum(rates, 1e-300)) > years]
    error = 4.0 * lasted.std() / np.sqrt(lasted.size)
    assert WEEKS_A_YEAR * exhaustion_rate(years, p) == pytest.approx(lasted.mean(), abs=error)


def test_with_endless_experience_or_no_war_the_rate_is_as_stated():
    assert WEEKS_A_YEAR * exhaustion_rate(0.0, APPRAISAL) == pytest.approx(APPRAISAL.exhaustion)
    assert WEEKS_A_YEAR * exhaustion_rate(10.0, replace(APPRAISAL, experience=1e12)) == pytest.approx(
        APPRAISAL.exhaustion
    )


def test_who_is_expected_to_last_does_not_change_while_how_soon_does():
    for side, share in ((Actor.RUSSIA, APPRAISAL.outlasting), (Actor.UKRAINE, 1.0 - APPRAISAL.outlasting)):
        now, later = (outlook(side, 0.9, 0.0, fought, APPRAISAL) for fought in (0.0, 8.0))
        assert now[0] == pytest.approx(share) == later[0]
        assert later[1] == pytest.approx(now[1] * APPRAISAL.experience / (APPRAISAL.experience + 8.0))
    assert both(average_drift_variance, 5.0, 9.0, 4.0, 1e4, 1e4, APPRAISAL, 8.0) > average_drift_variance(
        5.0, 9.0, 4.0, 1e4, 1e4, APPRAISAL
    )


WEARY = replace(APPRAISAL, exhaustion=0.01 * WEEKS_A_YEAR, experience=4.0, outlasting=0.75)


@pytest.mark.parametrize(
    ("mean", "up", "down", "rate"),
    [
        (5.0, 250.0, 500.0, 0.03),
        (-5.0, 250.0, 500.0, 0.02),
        (0.5, 250.0, 500.0, 0.012),
        (0.0, 250.0, 500.0, 0.01),
        (5.0, 0.0, 500.0, 0.01),
        (-5.0, 250.0, 0.0, 0.01),
    ],
)
def test_a_drift_wanders_until_exhaustion_or_the_mean_advance_ends_the_war(mean, up, down, rate):
    """Exhaustion at 0.01 a week, and the drift over the ground ahead of it; 9 + 4 / (3 x rate)."""
    found = average_drift_variance(mean, 9.0, 2.0, up, down, WEARY)
    assert found == pytest.approx(9.0 + 4.0 / (3.0 * rate))


@pytest.mark.parametrize(
    ("side", "hazard", "victory", "end"),
    [
        (Actor.RUSSIA, 0.03, 0.825, 0.04),  # (0.03 x 0.85 + 0.01 x 0.75) / 0.04
        (Actor.UKRAINE, 0.03, 0.7, 0.04),  # (0.03 x 0.85 + 0.01 x 0.25) / 0.04
        (Actor.RUSSIA, 0.995, 0.85325 / 1.005, 1.0),
    ],
)
def test_ends_compete_by_their_rates_and_come_within_a_week_at_the_earliest(side, hazard, victory, end):
    assert outlook(side, 0.85, hazard, 0.0, WEARY) == pytest.approx((victory, end))


def test_without_any_end_in_sight_victory_and_drift_are_as_believed_today():
    tireless = replace(WEARY, exhaustion=0.0)
    assert outlook(Actor.RUSSIA, 0.85, 0.0, 0.0, tireless) == (0.85, 0.0)
    assert average_drift_variance(0.0, 9.0, 2.0, 250.0, 500.0, tireless) == 9.0


def test_years_are_counted_by_the_fighting_and_stand_still_in_a_truce_and_after_the_end():
    w = march()
    play(w, 52)
    assert w.front.fought == pytest.approx(52.0 / WEEKS_A_YEAR, rel=0.1)
    before = w.front.fought
    general_truce(w.truces, ground=1.0)
    play(w, 10)
    assert w.front.fought == before
    w.front.end = WarEnd.SETTLEMENT
    update_tempo(w.front, w.russia, w.ukraine, WarParameters())
    assert w.front.fought == before
