"""The street: Granovetter's cascade, what a spark meets, and who speaks for the street in a contest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import expon, norm

from agents.dissent import cascade
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Cause, Faction
from model.contest import ContestParameters, muster, voice
from model.polity import Contest, Regime
from model.removal import RemovalParameters
from model.street import spark_needed, tipping_spark, uprising_hazard
from tests.engines import both
from tests.ranges import anywhere

STREET, CONTEST = RemovalParameters(), ContestParameters()
SHARE = st.floats(0, 1)


def test_granovetter_found_the_point_at_which_six_become_all():
    """Normal thresholds of mean 25 of 100: at a deviation of 12 about six are out, at 12.2 nearly all."""
    assert tipping_spark(0.25, 0.12) > 0.0
    assert tipping_spark(0.25, 0.1223) == pytest.approx(0.0, abs=2e-4)
    assert tipping_spark(0.25, 0.125) == 0.0


@pytest.mark.parametrize(("mean", "spread"), [(0.8, 0.19), (0.5, 0.15), (0.3, 0.1), (0.6, 0.3)])
def test_a_spark_tips_the_crowd_of_single_citizens_where_the_formula_says(mean, spread):
    """The same thresholds, one citizen each, by the cascade that elites follow."""
    crowd = 4000
    thresholds = np.sort(norm.ppf((np.arange(crowd) + 0.5) / crowd, mean, spread))
    needed = tipping_spark(mean, spread)

    def out(spark: float) -> float:
        return cascade((thresholds - spark) * crowd).mean()  # those who came unasked are seen by everyone

    assert out(needed - 0.01) < 0.5 < out(needed + 0.01)


@pytest.mark.parametrize(("unrest", "left"), [(0.2, 0.9), (0.35, 0.6), (0.5, 0.4), (0.45, 1.0)])
def test_the_spark_needed_is_the_widest_gap_between_who_is_out_and_who_would_be(unrest, left):
    """Who gains by being out, S: private support below b S - k (1 - S), counted by the normal law of opinions."""
    out = np.linspace(0.0, 1.0, 20001)
    gain = STREET.hope * out - STREET.fear * left * (1.0 - out)
    gap = out - norm.cdf(gain, 1.0 - 2.0 * unrest, STREET.opinion_spread)
    middle = out < (STREET.fear * left + 1.0 - 2.0 * unrest) / (STREET.fear * left + STREET.hope)
    assert spark_needed(unrest, left, STREET) == pytest.approx(max(gap[middle].max(), 0.0), abs=1e-6)


def test_the_hazard_is_that_of_an_exponential_spark_that_what_is_left_of_repression_does_not_hold():
    """Two sparks a year, 1 - 0.8 (1 - 2 x 0.1) = 0.36 not held."""
    rules = replace(STREET, risings=2.0, split=2.0, spark=0.1)
    needed = spark_needed(0.4, 0.64, rules)
    assert needed > 0.0
    expected = 2.0 / (365.25 / 7.0) * expon.sf(needed, scale=0.1) * 0.36
    assert uprising_hazard(0.4, 0.8, 0.1, rules) == pytest.approx(expected, rel=1e-4)


@given(SHARE, SHARE, SHARE)
def test_signs(unrest, repression, dissent):
    hazard = uprising_hazard(unrest, repression, dissent, STREET)
    assert 0.0 <= hazard <= STREET.risings / 52.0
    assert uprising_hazard(min(unrest + 0.1, 1.0), repression, dissent, STREET) >= hazard
    assert uprising_hazard(unrest, repression, min(dissent + 0.1, 1.0), STREET) >= hazard
    assert uprising_hazard(unrest, min(repression + 0.1, 1.0), dissent, STREET) <= hazard
    assert uprising_hazard(unrest, 1.0, 0.0, STREET) == 0.0


def test_a_loyal_elite_and_paid_organs_hold_the_street_and_a_split_one_does_not():
    """A weak ruler alone is not enough: the hazard comes with the split, many times over."""
    usual = uprising_hazard(0.27, 0.6, 0.0, STREET)
    split = uprising_hazard(0.27, 0.6, 0.6, STREET)
    assert split > 20.0 * usual
    assert spark_needed(0.6, 0.1, STREET) == 0.0


@pytest.mark.parametrize("seed", range(40))
def test_both_engines_agree_and_the_hazard_is_one_anywhere(seed):
    rng = np.random.default_rng(seed)
    rules = anywhere(RemovalParameters, rng)
    hazard = both(uprising_hazard, *(float(rng.uniform()) for _ in range(3)), rules)
    assert 0.0 <= hazard <= rules.risings / 52.0


def blocs(**dissent: float) -> list[Bloc]:
    stances = {Faction.TECHNOCRATS: -0.2, Faction.BUSINESS: -0.2}
    return [
        Bloc.new(power=1.0 / FACTIONS, war_stance=stances.get(f, 0.3), dissent=dissent.get(f.name, 0.0))
        for f in Faction
    ]


def test_who_dared_to_dissent_speaks_for_the_street_and_else_dovish_civilians():
    calm = [voice(f, bloc, 0.0, CONTEST) for f, bloc in enumerate(blocs())]
    assert [f for f in Faction if calm[f] > 0.0] == [Faction.TECHNOCRATS, Faction.BUSINESS]
    torn = blocs(PARTY=1.0, MILITARY=1.0)
    heard = [voice(f, bloc, 0.5, CONTEST) for f, bloc in enumerate(torn)]
    assert heard[Faction.PARTY] > heard[Faction.TECHNOCRATS] > 0.0
    assert heard[Faction.MILITARY] == 0.0


def test_people_who_drove_a_ruler_out_stay_in_the_street():
    def power(cause: Cause, unrest: float) -> float:
        contest = Contest.new(cause=cause)
        muster(contest, Regime.new(unrest=unrest), blocs(), [], CONTEST)
        assert sum(contest.bloc_power) == pytest.approx(
            (contest.scale - CONTEST.force_weight) / contest.scale
        )
        return contest.bloc_power[Faction.BUSINESS]

    assert power(Cause.UPRISING, 0.2) == power(Cause.UPRISING, 0.9) > power(Cause.DEATH, 0.9)
    assert power(Cause.DEATH, 0.9) > power(Cause.DEATH, 0.2)
