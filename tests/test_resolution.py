"""What is recorded of a succession that is resolved: who rules, what the successor is worth, whether the regime ended."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from agents.events import Log
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Cause, Faction, Happening, Succession
from model import resolution
from model.contest import ContestParameters, Move
from model.polity import Contest, Regime, SuccessionParameters
from model.resolution import (
    classify,
    constitutional,
    end_regime,
    ends_regime,
    gather,
    leading_share,
    note_vacuum,
    resolve,
)
from tests.logs import events_of

RULES, CONTEST = SuccessionParameters(), ContestParameters()
CORE, GUARDS, ARMY, ADMINISTRATION, TECHNOCRATS, BUSINESS, GOVERNORS, PARTY, ULTRAS = Faction
DEATH, COUP, REMOVAL, HANDOVER, UPRISING = (
    Cause.DEATH,
    Cause.COUP,
    Cause.REMOVAL,
    Cause.HANDOVER,
    Cause.UPRISING,
)


def backed(**values) -> Contest:
    """The army has won with the guards beside it; some stand behind them, some behind others.

    Of the technocrats 0.6 stand for themselves, of the administration 0.6 for the army, of business half for the
    guards; the governors are for the guards but were purged; of the ultranationalists nobody stands for anybody.
    """
    contest = Contest.new(winner=ARMY, ruling=1 << GUARDS, **values)
    for faction, camp, share in (
        (CORE, CORE, 1.0),
        (GUARDS, GUARDS, 1.0),
        (ARMY, CORE, 1.0),
        (ADMINISTRATION, ARMY, 0.6),
        (ADMINISTRATION, CORE, 0.4),
        (TECHNOCRATS, GUARDS, 0.4),
        (TECHNOCRATS, TECHNOCRATS, 0.6),
        (BUSINESS, GUARDS, 0.5),
        (BUSINESS, BUSINESS, 0.5),
        (GOVERNORS, GUARDS, 1.0),
        (PARTY, ARMY, 1.0),
    ):
        contest.backing[faction * FACTIONS + camp] = share
    contest.purged[GOVERNORS] = contest.purged[ARMY] = 1
    return contest


def blocs(power=None) -> list[Bloc]:
    return [Bloc.new(power=(faction + 1) / 50.0 if power is None else power) for faction in range(FACTIONS)]


# Who rules.


def test_a_faction_rules_unless_purged_or_more_of_it_stands_behind_others():
    """The rulers' powers are (2 + 3 + 4 + 6 + 8 + 9) of 45."""
    contest = backed()
    assert gather(contest, blocs()) == pytest.approx(32.0 / 45.0)
    rule = (GUARDS, ARMY, ADMINISTRATION, BUSINESS, PARTY, ULTRAS)
    assert list(contest.coalition) == [int(faction in rule) for faction in Faction]
    assert list(contest.purged) == [int(faction not in rule) for faction in Faction]


def test_where_nobody_has_power_nobody_rules():
    assert gather(backed(), blocs(0.0)) == 0.0


@pytest.mark.parametrize(
    ("ruling", "share"), [((), 1.0), ((GUARDS,), 0.8), ((GUARDS, ARMY), 0.8), ((GUARDS, CORE), 0.4)]
)
def test_the_winner_leads_by_his_part_of_the_power_of_the_camps_that_rule(ruling, share):
    contest = Contest.new(winner=ARMY, ruling=sum(1 << faction for faction in ruling))
    contest.power[CORE], contest.power[GUARDS], contest.power[ARMY] = 0.5, 0.1, 0.4
    assert leading_share(contest) == pytest.approx(share)


def test_a_winner_without_rivals_or_power_leads_alone():
    assert leading_share(Contest.new(winner=ARMY)) == 1.0


# What it is called.


@pytest.mark.parametrize(
    ("values", "whether"),
    [
        ({"weeks": 13.0}, True),
        ({"weeks": 13.5}, False),
        ({"weeks": 13.5, "competitive": True}, True),
        ({"weeks": 5.0, "violence": 0.01}, False),
        ({"weeks": 5.0, "cause": COUP}, False),
        ({"weeks": 5.0, "cause": UPRISING}, False),
        ({"weeks": 5.0, "cause": REMOVAL}, True),
    ],
)
def test_the_constitutional_way_is_in_time_and_without_force_or_by_a_competitive_election(values, whether):
    assert constitutional(Contest.new(**{"cause": DEATH, **values}), RULES) == whether


@pytest.mark.parametrize(
    ("values", "support", "kind"),
    [
        ({"violence": RULES.violence_threshold}, 0.8, Succession.ARMED_CONFLICT),
        ({"weeks": RULES.vacuum_weeks}, 0.8, Succession.MANAGED_CONSOLIDATION),
        ({"weeks": RULES.vacuum_weeks + 1.0}, 0.8, Succession.PROLONGED_VACUUM),
        ({"cause": UPRISING}, 0.6, Succession.OPENING),
        ({"cause": UPRISING}, 0.5, Succession.MANAGED_CONSOLIDATION),
        ({"cause": UPRISING}, 0.3, Succession.MANAGED_CONSOLIDATION),
        ({"cause": DEATH}, 0.6, Succession.MANAGED_CONSOLIDATION),
    ],
)
def test_lines_between_classes_are_where_the_conventions_draw_them(values, support, kind):
    contest = Contest.new(**{"cause": DEATH, "weeks": 6.0, "winner": TECHNOCRATS, "focal": -1, **values})
    contest.power[TECHNOCRATS] = 0.9
    dovish = [Bloc.new(war_stance=-0.5) for _ in range(FACTIONS)]
    assert classify(contest, dovish, support, RULES, CONTEST) == kind


def test_a_winner_with_just_the_dominant_part_of_power_rules_alone():
    contest = Contest.new(winner=TECHNOCRATS, ruling=1 << BUSINESS, focal=-1)
    contest.power[TECHNOCRATS], contest.power[BUSINESS] = 0.5, 0.5
    for dominance, kind in (
        (0.5, Succession.MANAGED_CONSOLIDATION),
        (0.51, Succession.COLLECTIVE_LEADERSHIP),
    ):
        rules = SimpleNamespace(
            violence_threshold=0.1, vacuum_weeks=26.0, election_weeks=13.0, dominance=dominance
        )
        assert classify(contest, blocs(), 0.8, rules, CONTEST) == kind


@pytest.mark.parametrize("cause", list(Cause))
@pytest.mark.parametrize("personal", [True, False])
@pytest.mark.parametrize("winner", [GUARDS, TECHNOCRATS, BUSINESS])
def test_a_regime_ends_with_one_who_ruled_in_person_if_neither_his_faction_nor_the_acting_one_follows(
    cause, personal, winner
):
    """The guards ruled and the technocrats act: only business is new to power."""
    contest = Contest.new(cause=cause, personal=personal, incumbent=GUARDS, acting=TECHNOCRATS, winner=winner)
    contest.resolution, contest.coalition[GUARDS] = Succession.MANAGED_CONSOLIDATION, 1
    ended = {
        Cause.COUP: personal or winner != GUARDS,
        Cause.UPRISING: personal or winner != GUARDS,
        Cause.DEFEAT: winner != GUARDS,
        Cause.HANDOVER: personal and winner == BUSINESS,
        Cause.REMOVAL: personal and winner == BUSINESS,
    }
    assert ends_regime(contest) == ended.get(cause, False)


# What is written of it.


@pytest.mark.parametrize(("lawful", "legitimacy"), [(True, 0.21), (False, 0.126)])
@pytest.mark.parametrize("ends", [True, False])
@pytest.mark.parametrize(("count", "first"), [(0, Succession.COLLECTIVE_LEADERSHIP), (2, Succession.OPENING)])
def test_a_successor_is_accepted_by_who_rules_with_him_how_he_came_in_and_what_force_destroyed(
    note, lawful, legitimacy, ends, count, first
):
    """0.6 x 0.5 x (1 - 0.3) = 0.21, and 0.4 less of it outside the constitution."""
    note(resolution, "gather", 0.5)
    note(resolution, "classify", Succession.COLLECTIVE_LEADERSHIP)
    note(resolution, "constitutional", lawful)
    note(resolution, "ends_regime", ends)
    ended = note(resolution, "end_regime")
    contest = Contest.new(
        active=True, winner=BUSINESS, violence=0.3, count=count, first_resolution=Succession.OPENING
    )
    contest.bearer[BUSINESS] = 41
    contest.purged[GUARDS] = contest.purged[PARTY] = 1
    rules, log = SimpleNamespace(untested=0.6, extraconstitutional=0.4), Log.new(week=17)
    resolve(contest, Regime.new(), blocs(), log, rules, CONTEST)
    assert (contest.resolution, contest.first_resolution) == (Succession.COLLECTIVE_LEADERSHIP, first)
    assert contest.legitimacy == pytest.approx(legitimacy)
    assert (contest.successor, contest.active, contest.resolved_week, contest.count) == (
        41,
        False,
        17,
        count + 1,
    )
    assert events_of(log) == [
        (Happening.PURGE, GUARDS, -1, -1, -1, 2.0 / 50.0),
        (Happening.PURGE, PARTY, -1, -1, -1, 8.0 / 50.0),
        (Happening.SUCCESSION, BUSINESS, 41, -1, Succession.COLLECTIVE_LEADERSHIP, contest.legitimacy),
    ]
    assert len(ended) == ends


VACUUM = (Happening.CONTEST, BUSINESS, -1, -1, Move.VACUUM)


@pytest.mark.parametrize(
    ("weeks", "before", "after", "events", "persists"),
    [
        (26.0, Succession.NONE, Succession.NONE, [], True),
        (27.0, Succession.NONE, Succession.PROLONGED_VACUUM, [(*VACUUM, 27.0)], True),
        (28.0, Succession.PROLONGED_VACUUM, Succession.PROLONGED_VACUUM, [], True),
        (51.0, Succession.PROLONGED_VACUUM, Succession.PROLONGED_VACUUM, [], True),
        (
            52.0,
            Succession.PROLONGED_VACUUM,
            Succession.PROLONGED_VACUUM,
            [(Happening.REGIME_ENDS, ARMY, -1, -1, Succession.PROLONGED_VACUUM, 52.0)],
            False,
        ),
    ],
)
def test_a_vacuum_is_told_once_it_is_prolonged_and_ends_the_regime_once_it_has_lasted(
    weeks, before, after, events, persists
):
    contest, regime, log = (
        Contest.new(weeks=weeks, front=BUSINESS, winner=ARMY),
        Regime.new(persists=True),
        Log.new(),
    )
    contest.resolution = before
    note_vacuum(contest, regime, log, RULES)
    assert (contest.resolution, events_of(log), regime.persists) == (after, events, persists)


def test_a_regime_ends_once():
    contest, regime, log = Contest.new(weeks=9.0, winner=ARMY), Regime.new(persists=True), Log.new()
    contest.resolution = Succession.OPENING
    for _ in range(2):
        end_regime(contest, regime, log)
    assert events_of(log) == [(Happening.REGIME_ENDS, ARMY, -1, -1, Succession.OPENING, 9.0)]
    assert not regime.persists
