"""The ballot: who stands for another term, what he weighs, how the vote goes and what a defeat brings."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from scipy import stats

from agents.arithmetic import WEEKS_A_YEAR, normal_cdf
from agents.ballot import (
    BallotParameters,
    chance_of_defeat,
    consider_term,
    handover_probability,
    safest_heir,
    safety_under,
    value_of_leaving,
    value_of_standing,
)
from agents.events import Log
from agents.heirs import HeirsParameters
from agents.leader import LeaderParameters, age_leader, leader_hazards
from agents.vocabulary import FACTIONS, Cause, Faction, Happening, Succession
from model.constitution import find_focal
from model.exits import step_exits
from model.polity import Contest, Regime, SuccessionParameters
from model.resolution import ends_regime
from tests.engines import both
from tests.incumbents import incumbent, some_blocs, yearly

B, H, L = BallotParameters(), HeirsParameters(), LeaderParameters()
DECLARING = L.vote + L.campaign
WEEK = 1.0 / WEEKS_A_YEAR


def kinds(log):
    return [log.events[row].kind for row in range(log.count)]


# The vote


def test_nobody_loses_whom_all_accept_or_whose_machine_turns_all():
    least = normal_cdf(-0.5 / B.swing)
    assert chance_of_defeat(1.0, 0.0, B) == pytest.approx(least)
    assert chance_of_defeat(0.2, 0.0, dataclasses.replace(B, machine=1.0)) == pytest.approx(least)
    assert chance_of_defeat(0.5, 0.0, dataclasses.replace(B, machine=0.0)) == pytest.approx(0.5)


def test_the_vote_is_lost_more_often_by_the_disliked_and_with_a_split_elite():
    by_legitimacy = [chance_of_defeat(legitimacy, 0.1, B) for legitimacy in (0.1, 0.3, 0.5, 0.8)]
    by_dissent = [chance_of_defeat(0.4, dissent, B) for dissent in (0.0, 0.3, 0.9)]
    assert all(a > b for a, b in itertools.pairwise(by_legitimacy))
    assert all(a < b for a, b in itertools.pairwise(by_dissent))
    assert both(chance_of_defeat, 0.8, 0.0, B) < 0.001


@pytest.mark.parametrize(
    ("legitimacy", "dissent", "behind"),
    [
        (0.4, 0.0, 0.52),  # the machine turns a fifth of the other 0.6
        (0.4, 0.5, 0.46),
        (0.4, 1.0, 0.4),
        (0.4, 1.5, 0.4),
        (0.4, -0.5, 0.52),
        (1.5, 0.0, 1.0),
        (-0.5, 0.0, 0.2),
    ],
)
def test_the_vote_is_that_of_those_who_accept_him_and_of_those_whom_the_machine_turns(
    legitimacy, dissent, behind
):
    p = dataclasses.replace(B, machine=0.2, swing=0.1)
    expected = stats.norm.cdf((0.5 - behind) / 0.1)
    assert chance_of_defeat(legitimacy, dissent, p) == pytest.approx(expected)


def test_where_no_scale_of_doubt_is_given_chances_are_even():
    assert chance_of_defeat(0.2, 0.0, dataclasses.replace(B, swing=0.0)) == 0.5
    assert handover_probability(incumbent(), 0.0, 0.9, dataclasses.replace(B, doubt=0.0)) == 0.5


# What he weighs


def test_an_heir_protects_as_far_as_he_prevails_and_is_true():
    faithful, faithless = some_blocs(1.0), some_blocs(-1.0)
    assert safety_under(faithless, 0, B) == pytest.approx(B.unprotected)
    assert safety_under(faithful, 0, B) > safety_under(faithful, 7, B) > B.unprotected
    leader = incumbent()
    assert safest_heir(leader, faithful, B) == (0, safety_under(faithful, 0, B))
    leader.heir, leader.heir_faction = 7, 7
    assert safest_heir(leader, faithful, B) == (7, safety_under(faithful, 7, B))
    nobody = some_blocs(champion=-1)
    assert safest_heir(incumbent(), nobody, B) == (-1, B.unprotected)


@pytest.mark.parametrize(
    ("support", "safety"), [(0.2, 0.615), (1.0, 0.825), (-1.0, 0.3), (3.0, 1.0), (-3.0, 0.3)]
)
def test_safety_is_the_standing_of_an_heir_times_his_support(support, safety):
    """Three to one against the strongest other, and 0.3 where he is not protected at all."""
    blocs = some_blocs(support, power=0.05)
    blocs[4].power, blocs[6].power = 0.3, 0.1
    assert safety_under(blocs, 4, B) == pytest.approx(safety)


def test_an_heir_who_is_named_protects_him_even_if_another_would_do_so_better():
    blocs = some_blocs(1.0)
    blocs[0].support = -1.0
    leader = incumbent()
    leader.heir, leader.heir_faction = 0, 0
    assert safest_heir(leader, blocs, B) == (0, B.unprotected)


def test_of_heirs_who_protect_alike_the_first_will_do():
    assert safest_heir(incumbent(), some_blocs(-1.0), B) == (0, B.unprotected)


def test_the_worth_of_a_term_without_any_danger_is_office_in_health():
    leader = incumbent(legitimacy=1.0, health=0.9)
    for cause in Cause:
        leader.hazard[cause] = 0.0
    sure = dataclasses.replace(B, swing=0.05)
    assert value_of_standing(leader, 0.0, sure) == pytest.approx(0.9)
    assert value_of_leaving(leader, 1.0, sure) == pytest.approx(B.retirement)
    assert value_of_leaving(leader, 0.0, sure) == pytest.approx(-B.overthrow)


def test_a_term_and_a_retirement_are_worth_their_parts():
    """Worked by hand: six years at a tenth a year of a coup and 0.02 of death, an even vote, a breach of the limit."""
    p = dataclasses.replace(B, overthrow=0.5, unprotected=0.2, retirement=0.4, breach=0.8, machine=0.0)
    leader = incumbent(legitimacy=0.5, health=0.9, terms=0, personalisation=0.4)
    for cause in Cause:
        yearly(leader, cause, 0.0)
    yearly(yearly(leader, Cause.COUP, 0.1), Cause.DEATH, 0.02)
    seen, ousted = 0.71284, 0.42771  # (1 - exp(-0.72)) / 0.72, and 0.6 of it
    standing = 0.5 * (0.9 * seen - 0.5 * ousted) - 0.5 * 0.5 * 0.8 - 0.8 * 0.6
    assert value_of_standing(leader, 0.0, p) == pytest.approx(standing, abs=1e-5)
    lives = 0.94233  # (1 - exp(-0.12)) / 0.12
    assert value_of_leaving(leader, 0.75, p) == pytest.approx(0.75 * 0.4 * lives - 0.25 * 0.5, abs=1e-5)


@pytest.mark.parametrize(
    ("changes", "hazard", "low", "high"),
    [
        ({}, 0.03, 0.0, 0.05),
        ({"health": 0.3, "age": 83.0, "terms": 0}, 0.05, 0.1, 0.6),
        ({"health": 0.2, "age": 83.0, "terms": 0}, 0.1, 0.3, 1.0),
        ({"personalisation": 0.2, "terms": 0}, 0.2, 0.3, 1.0),
    ],
)
def test_when_he_would_hand_over(changes, hazard, low, high):
    leader, blocs = incumbent(**changes), some_blocs(0.8)
    leader_hazards(leader, L)
    yearly(leader, Cause.REMOVAL, hazard)
    _, safety = safest_heir(leader, blocs, B)
    assert low <= both(handover_probability, leader, 0.0, safety, B) <= high


def test_a_safe_exit_a_dangerous_office_and_a_doubtful_vote_make_him_leave():
    leader = yearly(incumbent(), Cause.REMOVAL, 0.1)
    usual = handover_probability(leader, 0.0, 0.5, B)
    assert handover_probability(leader, 0.0, 0.9, B) > usual
    assert handover_probability(leader, 0.9, 0.5, dataclasses.replace(B, swing=0.2)) > usual
    yearly(leader, Cause.REMOVAL, 0.5)
    assert handover_probability(leader, 0.0, 0.5, B) > usual


# The calendar


def test_he_declares_before_the_vote_and_the_vote_comes_before_the_term():
    leader, log, found = incumbent(), Log.new(), []
    leader.uniforms[3] = 1.0
    for week in range(1, 616):
        age_leader(leader, L)
        seen, left = log.count, leader.term_left
        assert not consider_term(leader, some_blocs(), log, B, H, L)
        date = 2025 + 77 / 365 + week / WEEKS_A_YEAR
        found += [(log.events[row].kind, date) for row in range(seen, log.count)]
        if leader.term_left > left:
            found.append((-1, date))
    stands, vote = Happening.RULER_STANDS, Happening.RULER_VOTE
    assert [kind for kind, _ in found] == [stands, vote, -1] * 2
    dates = [2029 + 342 / 365, 2030 + 76 / 365, 2030 + 127 / 365]
    assert [date for _, date in found] == pytest.approx([*dates, *(d + 6.0 for d in dates)], abs=0.04)
    assert (leader.terms, leader.voted) == (0, False)


@pytest.mark.parametrize(("left", "uniform", "leaves"), [(0.001, 0.0, 0), (-0.001, 0.0, 1), (-0.001, 1.0, 0)])
def test_who_does_not_stand_names_an_heir_and_leaves_when_candidates_are_declared(left, uniform, leaves):
    leader, log = incumbent(term_left=DECLARING + left), Log.new()
    leader.uniforms[3] = uniform
    assert both(consider_term, leader, some_blocs(), log, B, H, L) == bool(leaves)
    assert leader.term_left == DECLARING + left
    assert (leader.heir >= 0) == bool(leaves)
    assert 0.0 < leader.handover < 1.0
    expected = [Happening.HEIR_NAMED] if leaves else [Happening.RULER_STANDS] * (left < 0.0)
    assert kinds(log) == expected


@pytest.mark.parametrize(("uniform", "lost"), [(0.0, True), (0.999, False)])
def test_the_vote_is_won_or_lost_in_its_week_alone(uniform, lost):
    leader, log = incumbent(term_left=L.vote - 0.5 * WEEK, legitimacy=0.4), Log.new()
    leader.uniforms[3] = uniform
    assert both(consider_term, leader, some_blocs(), log, B, H, L) is False
    assert (leader.voted, leader.defeated) == (True, lost)
    assert kinds(log) == [Happening.RULER_VOTE]
    leader.term_left -= WEEK
    consider_term(leader, some_blocs(), log, B, H, L)
    assert (leader.voted, leader.defeated, log.count) == (True, False, 1)


# What a defeat brings


def test_a_defeat_is_an_exit_with_the_winner_in_front():
    leader, regime = incumbent(defeated=True), Regime.new()
    leader.threshold[:] = [9.0] * len(leader.threshold)
    assert step_exits(leader, regime, False, False, 0.5, Log.new()) == Cause.DEFEAT
    contest, blocs = Contest.new(cause=Cause.DEFEAT), some_blocs(0.9)
    blocs[Faction.BUSINESS].support = -0.8
    rules = SuccessionParameters()
    both(find_focal, contest, leader, blocs, -1, -1, rules)
    assert (contest.focal, contest.focus) == (Faction.BUSINESS, rules.focus_handover)
    assert contest.acting == Faction.TECHNOCRATS


@pytest.mark.parametrize(("winner", "ends"), [(Faction.BUSINESS, True), (Faction.SECURITY_CORE, False)])
def test_a_regime_ends_with_a_lost_election_unless_its_own_men_annul_it(winner, ends):
    contest = Contest.new(
        cause=Cause.DEFEAT,
        winner=winner,
        incumbent=Faction.SECURITY_CORE,
        coalition=[1] * FACTIONS,
        resolution=Succession.MANAGED_CONSOLIDATION,
    )
    assert both(ends_regime, contest) is ends
