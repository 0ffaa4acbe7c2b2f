"""Camps of a succession: who stands behind whom, whom elites expect to win, and whom they therefore join."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import softmax

from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Faction
from model.bandwagon import align, attraction, perceive
from model.camps import civilian_share, drop, favourite, front_of, leads_unarmed, tally, withdraw
from model.contest import ContestParameters
from model.polity import Contest

RULES = ContestParameters()
CORE, GUARDS, ARMY = Faction.SECURITY_CORE, Faction.GUARDS, Faction.MILITARY
TECHNOCRATS, ULTRAS = Faction.TECHNOCRATS, Faction.ULTRANATIONALISTS
ALL = (1 << FACTIONS) - 1


def over_factions(values: dict[int, float]) -> list[float]:
    return [values.get(j, 0) for j in range(FACTIONS)]


def contested(candidates, focal=-1, **fields: dict[int, float]) -> Contest:
    """A contest between `candidates`, with fields by faction and nothing elsewhere."""
    contest = Contest.new(focal=focal, scale=1.0)
    for name, values in {"candidate": dict.fromkeys(candidates, 1), **fields}.items():
        for j, value in values.items():
            getattr(contest, name)[j] = value
    return contest


def back(contest: Contest, shares: dict[tuple[int, int], float]) -> Contest:
    for (i, j), share in shares.items():
        contest.backing[i * FACTIONS + j] = share
    return contest


FRONT_RUNNERS = [
    ([], {CORE: 0.9}, -1),
    ([GUARDS, TECHNOCRATS], {GUARDS: 0.5, TECHNOCRATS: 0.3}, GUARDS),
    ([GUARDS, TECHNOCRATS], {GUARDS: 0.3, TECHNOCRATS: 0.5}, TECHNOCRATS),
    ([GUARDS, TECHNOCRATS], {CORE: 0.9, GUARDS: 0.3, TECHNOCRATS: 0.5}, TECHNOCRATS),
    ([CORE, TECHNOCRATS], {CORE: 0.6, TECHNOCRATS: 0.3}, CORE),
    ([GUARDS, TECHNOCRATS], {GUARDS: 0.4, TECHNOCRATS: 0.4, ULTRAS: 0.9}, GUARDS),
    ([ULTRAS], {CORE: 0.9}, ULTRAS),
    ([GUARDS, TECHNOCRATS], {}, GUARDS),
]


@pytest.mark.parametrize(("candidates", "numbers", "first"), FRONT_RUNNERS)
def test_the_favourite_is_the_candidate_most_expected_and_the_front_runner_the_strongest(
    candidates, numbers, first
):
    assert favourite(contested(candidates, expected=numbers), -1) == first
    assert front_of(contested(candidates, power=numbers), ALL) == first


@pytest.mark.parametrize(
    ("out", "first"), [(-1, CORE), (CORE, GUARDS), (GUARDS, CORE), (ULTRAS, CORE), (ARMY, CORE)]
)
def test_one_is_left_out_of_those_who_may_be_the_favourite(out, first):
    contest = contested([CORE, GUARDS, ULTRAS], expected={CORE: 0.5, GUARDS: 0.3, ARMY: 0.9, ULTRAS: 0.2})
    assert favourite(contest, out) == first


@pytest.mark.parametrize(
    ("among", "first"),
    [([CORE, GUARDS], CORE), ([GUARDS, ULTRAS], GUARDS), ([ULTRAS], ULTRAS), ([ARMY], -1), ([], -1)],
)
def test_the_front_runner_of_some_camps_is_the_strongest_candidate_of_them(among, first):
    contest = contested([CORE, GUARDS, ULTRAS], power={CORE: 0.5, GUARDS: 0.3, ARMY: 0.9, ULTRAS: 0.2})
    assert front_of(contest, sum(1 << j for j in among)) == first


# Adding up.


@pytest.mark.parametrize(
    ("expected", "bought"),
    [({CORE: 0.45, GUARDS: 0.4}, -1), ({CORE: 0.6, GUARDS: 0.4}, CORE), ({CORE: 0.2, GUARDS: 0.8}, GUARDS)],
)
def test_camps_add_up_shares_of_factions_and_regional_formations_bought(expected, bought):
    """Core: 0.4 and half of the army's 0.3; guards: 0.1, the other half, and a fifth of the technocrats' 0.2."""
    contest = contested(
        [CORE, GUARDS],
        expected=expected,
        bloc_power={CORE: 0.4, GUARDS: 0.1, ARMY: 0.3, TECHNOCRATS: 0.2},
        bloc_force={CORE: 0.2, GUARDS: 0.5, ARMY: 0.3},
    )
    contest.regional_force, contest.scale, contest.consensus = 0.12, 1.5, 0.9
    back(contest, {(CORE, CORE): 1.0, (GUARDS, GUARDS): 1.0})
    back(contest, {(ARMY, CORE): 0.5, (ARMY, GUARDS): 0.5, (TECHNOCRATS, GUARDS): 0.2})
    tally(contest, replace(RULES, regional_price=0.5, force_weight=0.5))
    power, force = {CORE: 0.55, GUARDS: 0.29}, {CORE: 0.35, GUARDS: 0.65}
    if bought >= 0:
        power[bought], force[bought] = power[bought] + 0.04, force[bought] + 0.12
    assert contest.regional == bought
    assert list(contest.power) == pytest.approx(over_factions(power))
    assert list(contest.force) == pytest.approx(over_factions(force))
    assert contest.consensus == pytest.approx(power[CORE])


def test_regional_formations_have_nobody_to_sell_to_where_nobody_stands():
    contest = contested([], bloc_power={CORE: 1.0})
    contest.regional_force, contest.consensus = 0.2, 0.7
    contest.expected[ULTRAS] = 0.9
    tally(contest, RULES)
    assert (contest.regional, contest.consensus, list(contest.power)) == (-1, 0.0, [0.0] * FACTIONS)


def test_who_is_taken_out_leaves_his_followers_free_and_others_as_they_were():
    contest = contested([CORE, GUARDS], **{name: {CORE: 0.6, GUARDS: 0.4} for name in ("power", "force")})
    for name in ("perceived", "expected"):
        getattr(contest, name)[CORE], getattr(contest, name)[GUARDS] = 0.6, 0.4
    for i in range(FACTIONS):
        back(contest, {(i, CORE): 0.5, (i, GUARDS): 0.3, (i, ARMY): 0.1})
    drop(contest, GUARDS)
    assert list(contest.candidate) == over_factions({CORE: 1})
    for name in ("power", "force", "perceived", "expected"):
        assert list(getattr(contest, name)) == over_factions({CORE: 0.6})
    for i in range(FACTIONS):
        row = list(contest.backing[i * FACTIONS : (i + 1) * FACTIONS])
        assert row == over_factions({CORE: 0.5, ARMY: 0.1})


@pytest.mark.parametrize(
    ("power", "focal", "left"),
    [
        ({CORE: 0.3, GUARDS: 0.09, ULTRAS: 0.2}, -1, [CORE, ULTRAS]),
        ({CORE: 0.3, GUARDS: 0.09, ULTRAS: 0.2}, GUARDS, [CORE, GUARDS, ULTRAS]),
        ({CORE: 0.3, GUARDS: 0.02, ULTRAS: 0.01}, ULTRAS, [CORE, ULTRAS]),
        ({CORE: 0.03, GUARDS: 0.09, ULTRAS: 0.02}, -1, [GUARDS]),
        ({CORE: 0.1, GUARDS: 0.11, ULTRAS: 0.12}, -1, [CORE, GUARDS, ULTRAS]),
    ],
)
def test_candidates_whose_camp_melted_away_give_up_but_for_the_strongest_and_the_focal_one(
    power, focal, left
):
    """At a tenth of power; who is no candidate has none to give up."""
    contest = contested([CORE, GUARDS, ULTRAS], focal, power={**power, ARMY: 0.05})
    withdraw(contest, replace(RULES, candidacy_power=0.1))
    assert [j for j in range(FACTIONS) if contest.candidate[j]] == left
    assert list(contest.power) == over_factions({j: power[j] for j in left} | {ARMY: 0.05})


@pytest.mark.parametrize(
    ("elites", "front", "leads"),
    [
        ({CORE: 0.5, GUARDS: 0.3, TECHNOCRATS: 0.2}, CORE, True),
        ({CORE: 0.5, GUARDS: 0.3, TECHNOCRATS: 0.2}, GUARDS, False),
        ({CORE: 0.4, GUARDS: 0.1, TECHNOCRATS: 0.5}, GUARDS, True),
        ({CORE: 0.4, GUARDS: 0.4}, GUARDS, True),
        ({CORE: 0.4, GUARDS: 0.4}, CORE, True),
        ({CORE: 0.4, GUARDS: 0.4}, ARMY, False),
        ({CORE: 0.2, GUARDS: 0.1}, -1, False),
        ({}, -1, True),
    ],
)
def test_a_front_runner_leads_unarmed_if_no_camp_of_elites_is_larger(elites, front, leads):
    """Technocrats stand behind the guards; force does not count."""
    contest = contested([CORE, GUARDS], bloc_power={GUARDS: 5.0}, power={GUARDS: 5.0})
    back(contest, {(CORE, CORE): 1.0, (GUARDS, GUARDS): 1.0, (TECHNOCRATS, GUARDS): 0.8})
    blocs = [Bloc.new(power=elites.get(j, 0.0)) for j in range(FACTIONS)]
    assert leads_unarmed(contest, blocs, front) is leads


@pytest.mark.parametrize(
    ("power", "share"),
    [({CORE: 0.3, ARMY: 0.1, TECHNOCRATS: 0.15, ULTRAS: 0.05}, 1 / 3), ({GUARDS: 0.2}, 0.0), ({}, 0.0)],
)
def test_civilians_have_the_share_of_camps_that_no_commander_leads(power, share):
    assert civilian_share(contested([], power=power)) == pytest.approx(share)


# Whom to back.


@pytest.mark.parametrize(
    ("candidate", "worth"), [(CORE, 0.25 * 1.4 - 0.75 * 0.2), (TECHNOCRATS, 0.25 * 0.8 - 0.75 * 0.2)]
)
def test_a_candidate_is_worth_his_office_or_his_person_against_elite_fighting(candidate, worth):
    """Own: 1 + 0.8 x 0.5. Another: 1 - 0.4 x 0.5 distrust + 0.3 appeal - 0.5 x 0.6 for the gap of war stances."""
    contest = contested(
        [CORE, TECHNOCRATS], expected=dict.fromkeys(Faction, 0.25), appeal=dict.fromkeys(Faction, 0.3)
    )
    contest.distrust[CORE * FACTIONS + TECHNOCRATS] = 0.5
    blocs = [Bloc.new(war_stance=0.8, stability=0.5, ambition=0.5) for _ in range(FACTIONS)]
    blocs[TECHNOCRATS].war_stance = -0.4
    rules = replace(RULES, elite_fighting=0.4, office=0.8, policy=0.5, distrust=0.4)
    assert attraction(contest, blocs, CORE, candidate, rules) == pytest.approx(worth)


def test_a_share_of_each_faction_joins_by_a_softmax_over_candidates():
    contest = contested([CORE, GUARDS, ULTRAS], expected={CORE: 0.5, GUARDS: 0.3, ULTRAS: 0.2})
    contest.choice[:] = [7.0] * FACTIONS
    contest.backing[:] = before = [((3 * pair) % 7) / 30.0 for pair in range(FACTIONS * FACTIONS)]
    blocs = [Bloc.new(war_stance=j / 10.0, stability=0.6, ambition=0.5) for j in range(FACTIONS)]
    align(contest, blocs, replace(RULES, pace=0.25, precision=4.0))
    for i in Faction:
        pull = [4.0 * attraction(contest, blocs, i, j, RULES) for j in (CORE, GUARDS, ULTRAS)]
        moved = dict(zip((CORE, GUARDS, ULTRAS), 0.25 * softmax(pull), strict=True))
        for j in Faction:
            was = before[i * FACTIONS + j]
            assert contest.backing[i * FACTIONS + j] == pytest.approx(0.75 * was + moved.get(j, 0.0))
    assert [j for j in Faction if contest.choice[j] != 0.0] == [CORE, GUARDS, ULTRAS]


def test_where_nobody_stands_those_who_reconsider_back_nobody():
    contest = back(contested([]), {(ARMY, CORE): 0.4})
    align(contest, [Bloc.new() for _ in range(FACTIONS)], replace(RULES, pace=0.25))
    assert sum(contest.backing) == contest.backing[ARMY * FACTIONS + CORE] == pytest.approx(0.3)


# Who is expected to win.


def seen(contest: Contest, patron: float = 0.0) -> tuple[list[float], list[float]]:
    perceive(contest, patron, replace(RULES, noise=0.3, decisiveness=1.5, contest_backing=0.2))
    return list(contest.perceived), list(contest.expected)


@pytest.mark.parametrize(
    ("focal", "candidates", "focus"),
    [
        (-1, [CORE, GUARDS, ULTRAS], 0.0),
        (CORE, [CORE, GUARDS, ULTRAS], 0.4),
        (GUARDS, [CORE, GUARDS, ULTRAS], 0.4),
        (TECHNOCRATS, [CORE, GUARDS, ULTRAS], 0.0),
        (CORE, [CORE], 0.4),
    ],
)
def test_camps_are_seen_through_noise_that_a_public_signal_lessens(focal, candidates, focus):
    """Log power is off by (1 - f) x 0.3 z; odds go by 1.5 log P, the focal candidate's by 1.5 (1 - f)."""
    power = {CORE: 0.3, GUARDS: 0.4, TECHNOCRATS: 0.2, ULTRAS: 0.1}
    normals = {CORE: 0.5, GUARDS: -1.0, TECHNOCRATS: 1.0, ULTRAS: 2.0}
    contest = contested(candidates, focal, power=power, normals=normals)
    contest.focus = 0.4
    for j in Faction:
        contest.perceived[j] = contest.expected[j] = 5.0
    perceived, expected = seen(contest)
    log = {j: math.log(power[j]) + (1.0 - focus) * 0.3 * normals[j] for j in candidates}
    assert perceived == pytest.approx(over_factions({j: math.exp(x) for j, x in log.items()}))
    odds = [1.5 * ((1.0 - focus) if j == focal else 1.0) * log[j] for j in candidates]
    assert expected == pytest.approx(over_factions(dict(zip(candidates, softmax(odds), strict=True))))


@pytest.mark.parametrize(
    ("focal", "favoured", "candidates", "backed"),
    [
        (CORE, ULTRAS, [CORE, GUARDS, ULTRAS], CORE),
        (GUARDS, ULTRAS, [CORE, GUARDS, ULTRAS], GUARDS),
        (-1, CORE, [CORE, GUARDS, ULTRAS], CORE),
        (-1, GUARDS, [CORE, GUARDS, ULTRAS], GUARDS),
        (-1, GUARDS, [CORE, GUARDS], GUARDS),
        (TECHNOCRATS, GUARDS, [CORE, GUARDS, ULTRAS], GUARDS),
        (CORE, ULTRAS, [GUARDS, ULTRAS], ULTRAS),
    ],
)
def test_the_patron_lifts_the_focal_candidate_or_last_weeks_favourite(focal, favoured, candidates, backed):
    contest = contested(candidates, focal, power=dict.fromkeys(Faction, 0.25), expected={favoured: 0.6})
    perceived, _ = seen(contest, patron=0.5)
    assert perceived == pytest.approx(
        over_factions({j: 0.25 * np.exp(0.1 if j == backed else 0.0) for j in candidates})
    )


def test_where_nobody_stands_nobody_is_expected_to_win():
    contest = contested([], TECHNOCRATS, power={CORE: 0.5}, expected={CORE: 1.0}, perceived={CORE: 0.5})
    assert seen(contest, 1.0) == ([0.0] * FACTIONS, [0.0] * FACTIONS)
