"""The constitutional path by hand: who led a removal, who bears a candidacy, when the election is held or put off."""

from __future__ import annotations

import pytest

from agents.events import Log
from agents.leader import Leader
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Cause, Faction, Happening
from model.constitution import find_focal, strongest_opponent, vote
from model.contest import Move
from model.polity import Contest, SuccessionParameters
from tests.logs import events_of

RULES = SuccessionParameters()
NOBODY = 77
"""A row that stands in `bearer` before anybody is named."""


def even_blocs(**changes: float) -> list[Bloc]:
    return [Bloc.new(**{"power": 0.1, "support": 0.5, **changes}) for _ in range(FACTIONS)]


@pytest.mark.parametrize("faction", list(Faction))
def test_those_with_most_power_against_the_leader_led_his_removal(faction):
    blocs = even_blocs()
    blocs[faction].power = 0.11
    assert strongest_opponent(blocs) == faction
    blocs = even_blocs()
    blocs[faction].support = 0.4
    assert strongest_opponent(blocs) == faction


@pytest.mark.parametrize(
    ("first", "second", "led"),
    [
        ((0.30, 0.8), (0.10, -0.2), 1),  # 0.06 against 0.12: power that supports him does not count
        ((0.20, 0.0), (0.15, 0.0), 0),  # 0.20 against 0.15
        ((0.20, 0.0), (0.30, 0.2), 1),  # 0.20 against 0.24
        ((0.20, 0.9), (0.15, 0.9), 0),  # 0.020 against 0.015
        ((0.20, -0.5), (0.25, -0.1), 0),  # 0.300 against 0.275
    ],
)
def test_power_against_him_is_power_times_one_less_support(first, second, led):
    blocs = even_blocs(power=0.0)
    for bloc, (power, support) in zip(blocs[:2], (first, second), strict=True):
        bloc.power, bloc.support = power, support
    assert strongest_opponent(blocs) == led


@pytest.mark.parametrize(
    ("cause", "seizer", "row", "heir", "borne"),
    [
        (Cause.COUP, Faction.MILITARY, 44, 90, {Faction.MILITARY: 44}),
        (Cause.COUP, Faction.SECURITY_CORE, 0, 90, {Faction.SECURITY_CORE: 0}),
        (Cause.COUP, Faction.MILITARY, -1, 90, {}),
        (Cause.COUP, -1, 44, 90, {}),
        (Cause.DEATH, Faction.MILITARY, 44, 0, {Faction.GUARDS: 0}),
        (Cause.DEATH, Faction.MILITARY, 44, 90, {Faction.GUARDS: 90}),
        (Cause.DEATH, Faction.MILITARY, 44, -1, {}),
        (Cause.UPRISING, Faction.MILITARY, 44, 90, {}),
        (Cause.REMOVAL, Faction.MILITARY, 44, 90, {}),
        (Cause.DEFEAT, Faction.MILITARY, 44, 90, {}),
    ],
)
def test_only_one_who_seized_the_centre_or_was_named_heir_stands_in_his_own_person(
    cause, seizer, row, heir, borne
):
    contest = Contest.new(cause=cause, bearer=[NOBODY] * FACTIONS)
    leader = Leader.new(heir=heir, heir_faction=Faction.GUARDS)
    find_focal(contest, leader, even_blocs(), int(seizer), row, RULES)
    assert list(contest.bearer) == [borne.get(faction, NOBODY) for faction in Faction]


@pytest.mark.parametrize(
    ("personalisation", "cause", "focus"),
    [
        (0.0, Cause.DEATH, 0.6),
        (1.0, Cause.DEATH, 0.3),
        (1.0, Cause.UPRISING, 0.0),
        (1.0, Cause.REMOVAL, 0.6),
        (1.0, Cause.DEFEAT, 0.9),
    ],
)
def test_personalisation_takes_from_the_focus_on_the_premier_alone(personalisation, cause, focus):
    contest = Contest.new(cause=cause, focus=5.0)
    leader = Leader.new(heir=-1, personalisation=personalisation)
    find_focal(contest, leader, even_blocs(), -1, -1, RULES)
    assert contest.focus == pytest.approx(focus)
    assert contest.acting == Faction.TECHNOCRATS


def test_who_won_an_election_that_the_ruler_lost_is_the_man_of_those_strongest_against_him():
    blocs = even_blocs()
    blocs[Faction.PARTY].power = 0.11
    contest = Contest.new(cause=Cause.DEFEAT, focal=-1)
    find_focal(contest, Leader.new(heir=-1), blocs, -1, -1, RULES)
    assert contest.focal == Faction.PARTY


def an_election(power: dict[int, float], **values) -> tuple[Contest, Log, bool]:
    contest = Contest.new(**{"winner": -1, "weeks": 13.0, "focus": 0.4, "front": 1, **values})
    contest.consensus = max(power.values())
    for j, share in power.items():
        contest.candidate[j] = 1
        contest.power[j] = contest.expected[j] = share
    log = Log.new()
    held = vote(contest, log)
    return contest, log, held


@pytest.mark.parametrize(("focal", "focus"), [(Faction.TECHNOCRATS, 0.0), (Faction.GUARDS, 0.4)])
def test_an_election_put_off_takes_the_focus_from_the_acting_president_alone(focal, focus):
    contest, log, held = an_election({1: 0.7, 4: 0.3}, focal=focal, acting=Faction.TECHNOCRATS)
    assert not held
    assert (contest.focus, contest.winner) == (focus, -1)
    assert events_of(log) == [(Happening.CONTEST, 1, -1, -1, Move.ELECTION_PUT_OFF, 13.0)]


def test_an_election_held_names_the_winner_and_the_power_behind_the_strongest():
    contest, log, held = an_election({4: 0.45, 5: 0.3, 6: 0.25}, front=4, uniforms=[0.0, 0.5])
    assert held
    assert (contest.winner, contest.competitive) == (5, True)
    assert events_of(log) == [(Happening.CONTEST, 5, -1, -1, Move.ELECTION, 0.45)]


def test_where_most_power_stands_behind_one_the_election_confirms_him_whatever_the_draw():
    contest, _, _ = an_election({4: 0.55, 5: 0.45}, front=4, uniforms=[0.0, 0.99])
    assert (contest.winner, contest.competitive) == (4, False)


def test_a_bare_half_confirms_nobody():
    contest, _, _ = an_election({4: 0.5, 5: 0.5}, front=4, uniforms=[0.0, 0.75])
    assert (contest.winner, contest.competitive) == (5, True)


@pytest.mark.parametrize(
    ("violence", "civilian", "held"),
    [(0.0, 0.51, True), (0.0, 0.5, False), (0.0, 0.49, False), (0.01, 0.9, False)],
)
def test_force_used_or_outweighing_civilians_puts_an_election_off(violence, civilian, held):
    assert an_election({1: 1.0 - civilian, 4: civilian}, front=4, violence=violence)[2] is held
