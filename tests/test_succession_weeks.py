"""The opening of a succession, a week of it and its end: what each is made of, and what is told.

Rules of the contest are held elsewhere; here they are replaced by ones that note what they are given.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from agents.events import Log
from agents.leader import Leader
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Cause, Faction, Happening, Succession
from model import succession
from model.contest import ContestParameters, Move
from model.polity import Contest, Regime, SuccessionParameters
from tests.logs import told

RULES = replace(
    SuccessionParameters(), election_weeks=13.0, personal_rule=0.25, fade=0.25, focus_seizure=0.625
)
CONTEST = replace(ContestParameters(), holding=3.0)
BLOCS, REGIME = [Bloc.new(champion=10 + faction) for faction in Faction], Regime.new()


# The opening.


@pytest.fixture
def opened(note):
    """Open a succession over what an earlier one left; return the contest, its events and what rules are given."""

    def open_one(cause=Cause.DEATH, **leader):
        contest = Contest.new(
            weeks=5.0, held=2.0, violence=0.5, legitimacy=0.5, winner=3, front=2, successor=44, ruling=7
        )
        contest.threat = contest.competitive = True
        contest.resolution = Succession.ORDERLY_HANDOVER.value
        contest.acting, contest.focal, contest.focus = Faction.PARTY, Faction.GUARDS, 0.375
        for faction in Faction:
            contest.purged[faction] = contest.coalition[faction] = 1
            contest.expected[faction] = 0.5
        done = ("find_focal", "measure_distrust", "muster", "tally", "perceive")
        calls = {name: note(succession, name) for name in done} | {
            "nominate": note(succession, "nominate", 4)
        }
        log = Log.new(week=30)
        chief = Leader.new(**{"faction": Faction.MILITARY, "personalisation": 0.5} | leader)
        given = (contest, REGIME, chief, BLOCS, [], int(cause), 6, 99, log, RULES, CONTEST)
        succession.open_succession(*given)
        return contest, told(log), calls

    return open_one


def test_a_succession_opens_with_nothing_of_the_last_one(opened):
    contest, _, _ = opened()
    assert (contest.active, contest.cause, contest.incumbent) == (True, Cause.DEATH, Faction.MILITARY)
    assert (contest.weeks, contest.held, contest.violence, contest.legitimacy) == (0.0,) * 4
    assert (contest.winner, contest.front, contest.successor) == (-1, -1, -1)
    assert (contest.resolution, contest.ruling, contest.threat) == (Succession.NONE, 0, False)
    assert list(contest.purged) == list(contest.coalition) == [0] * FACTIONS
    assert list(contest.bearer) == [10 + faction for faction in Faction]
    assert list(contest.expected) == [0.0] * FACTIONS


@pytest.mark.parametrize("cause", [cause for cause in Cause if cause != Cause.NONE])
def test_only_one_who_lost_an_election_is_followed_by_its_winner(opened, cause):
    assert opened(cause)[0].competitive is (cause == Cause.DEFEAT)


@pytest.mark.parametrize(("personalisation", "personal"), [(0.24, False), (0.25, True), (0.5, True)])
def test_a_ruler_is_the_regime_from_a_share_of_personalisation_on(opened, personalisation, personal):
    assert opened(personalisation=personalisation)[0].personal is personal


def test_who_acts_and_who_stands_is_told_once_camps_have_been_counted_without_the_patron(opened):
    _, events, calls = opened(Cause.COUP)
    acting = Faction.PARTY
    assert events == [
        (30, Happening.ACTING_PRESIDENT, acting, 10 + acting, -1, Cause.COUP, 0.375),
        (30, Happening.CONTEST, Faction.GUARDS, -1, -1, Move.CANDIDACIES, 4.0),
    ]
    assert {name: len(given) for name, given in calls.items()} == dict.fromkeys(calls, 1)
    assert calls["find_focal"][0][3:5] == (6, 99)
    assert calls["perceive"][0][1] == 0.0


# A week.


@pytest.fixture
def week(note):
    """Play a week in which the coalition comes out as given; return the contest, the answer and what was called."""

    def play(weeks=4.0, front=2, focal=2, held=1.0, consolidated=False, elected=False, active=True):
        contest = Contest.new(active=active, weeks=weeks, focal=focal, focus=0.5, front=-1)

        def settle(contest, *_):
            contest.front, contest.held = front, held

        done = ("muster", "align", "tally", "withdraw", "perceive", "resolve", "note_vacuum")
        calls = {name: note(succession, name) for name in done}
        calls |= {
            "find_coalition": note(succession, "find_coalition", settle),
            "consolidate": note(succession, "consolidate", consolidated),
            "vote": note(succession, "vote", elected),
        }
        given = (contest, REGIME, BLOCS, [], 0.75, Log.new(), RULES, CONTEST)
        answer = succession.step_contest(*given)
        return contest, answer, {name: len(seen) for name, seen in calls.items()}, calls

    return play


def test_where_nothing_is_open_nothing_is_done(week):
    contest, answer, counts, _ = week(active=False, held=3.0, consolidated=True)
    assert answer is False
    assert (contest.weeks, contest.focus, set(counts.values())) == (4.0, 0.5, {0})


def test_elites_realign_once_a_week_and_see_camps_with_what_the_patron_backs(week):
    contest, answer, counts, calls = week()
    assert answer is False
    assert contest.weeks == 5.0
    assert {name for name, count in counts.items() if count == 0} == {"consolidate", "vote", "resolve"}
    assert calls["perceive"][0][1] == 0.75


@pytest.mark.parametrize(("front", "focus"), [(2, 0.5), (3, 0.375), (-1, 0.375)])
def test_focus_fades_while_another_than_the_focal_candidate_is_ahead(week, front, focus):
    assert week(front=front)[0].focus == focus


@pytest.mark.parametrize(
    ("front", "held", "weeks", "moves", "votes"),
    [
        (2, 2.0, 4.0, 0, 0),
        (2, 3.0, 4.0, 1, 0),
        (2, 4.0, 4.0, 1, 0),
        (0, 3.0, 4.0, 1, 0),
        (-1, 3.0, 4.0, 0, 0),
        (2, 2.0, 11.0, 0, 0),
        (2, 2.0, 12.0, 0, 1),
        (0, 2.0, 12.0, 0, 1),
        (2, 2.0, 12.5, 0, 1),
        (2, 2.0, 13.0, 0, 0),
        (2, 3.0, 12.0, 1, 0),
        (-1, 2.0, 12.0, 0, 0),
    ],
)
def test_a_coalition_moves_once_it_has_held_and_else_stands_for_election_when_that_is_due(
    week, front, held, weeks, moves, votes
):
    _, _, counts, _ = week(weeks, front=front, held=held)
    assert (counts["consolidate"], counts["vote"]) == (moves, votes)


@pytest.mark.parametrize(
    ("weeks", "held", "how"),
    [(4.0, 3.0, "consolidated"), (12.0, 2.0, "elected"), (4.0, 3.0, ""), (12.0, 2.0, "")],
)
def test_a_contest_that_is_settled_is_resolved_and_one_that_is_not_may_be_a_vacuum(week, weeks, held, how):
    _, answer, counts, _ = week(weeks, held=held, **({how: True} if how else {}))
    assert answer is bool(how)
    assert (counts["resolve"], counts["note_vacuum"]) == (bool(how), not how)


# The move against the rest.


def consolidated(note, rival, won=False):
    contest = Contest.new(front=2, focal=4, focus=0.25, violence=0.125, winner=-1)

    def fight(contest, *_):
        contest.violence = 0.5
        contest.front = -1 if won else 2
        return won

    note(succession, "resister", rival)
    fought = note(succession, "clash", fight)
    log = Log.new(week=30)
    over = succession.consolidate(contest, BLOCS, log, RULES, CONTEST)
    return contest, over, told(log), fought


def test_where_all_yield_the_front_runner_has_won(note):
    contest, over, events, fought = consolidated(note, -1)
    assert over is True
    assert (contest.winner, contest.focal, contest.focus, events, fought) == (2, 4, 0.25, [], [])


@pytest.mark.parametrize("rival", [0, 6])
@pytest.mark.parametrize("won", [False, True])
def test_a_camp_that_fights_and_wins_holds_the_centre_and_one_that_loses_ends_the_contest(note, rival, won):
    contest, over, events, fought = consolidated(note, rival, won)
    assert over is (not won)
    assert [call[1] for call in fought] == [rival]
    assert events == [(30, Happening.CONTEST, rival, 2, -1, Move.FORCE, 0.375)]
    assert contest.winner == (-1 if won else 2)
    assert (contest.focal, contest.focus) == ((rival, 0.625) if won else (4, 0.25))
