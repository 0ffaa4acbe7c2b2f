"""The outcomes of a run, in plain Python: each kept up week by week from its account, and dated when it is first met."""

from __future__ import annotations

import pytest

from agents.vocabulary import (
    DEPENDENCES,
    Actor,
    Answer,
    Cause,
    Faction,
    Scope,
    Succession,
    WarEnd,
)
from model.outcomes import LASTING_DAYS, Outcome, open_outcome, tally
from model.world import Ledger


@pytest.fixture
def quiet():
    """A ledger in which nothing has happened yet, under the incumbent of March 2025."""
    made = Ledger.new()
    made.leader.in_office = made.regime.persists = True
    made.russian_economy.reserves = 3.0
    return made


def opened() -> Outcome:
    outcome = Outcome.new()
    open_outcome(outcome)
    return outcome


def entered(ledger, outcome=None, week=0, weeks=10) -> Outcome:
    """What has come of a run once this week is in the books."""
    outcome = outcome or opened()
    ledger.log.week = week
    tally(outcome, ledger, weeks)
    return outcome


def test_a_run_in_which_nothing_happens_has_no_weeks_of_it(quiet):
    outcome = entered(quiet, week=7)
    never = ("general", "settlement", "war_end", "exit", "regime_end", "reserves_out")
    assert {getattr(outcome, f"{name}_week") for name in never if name != "exit"} == {-1}
    assert (outcome.exit, outcome.exit_week, outcome.successor, outcome.succession_weeks) == (
        False,
        -1,
        -1,
        -1,
    )
    assert (outcome.settlement, outcome.general_lasting, outcome.regime_persists) == (False, False, True)
    assert (outcome.war_end, outcome.succession, outcome.leaders) == (WarEnd.GOES_ON, Succession.NONE, 1)


def test_truces_are_counted_by_scope_and_the_first_general_one_dated(quiet):
    for scope, made in ((Scope.GENERAL, 2), (Scope.SECTOR, 3), (Scope.SHORT, 4), (Scope.HUMAN, 5)):
        quiet.truces[scope].made = made
    quiet.truces[Scope.GENERAL].longest = 60.0
    outcome = entered(quiet, week=3)
    counts = (outcome.general_made, outcome.sector_made, outcome.short_made, outcome.human_made)
    assert counts == (2, 3, 4, 5)
    assert (outcome.general_week, outcome.general_longest) == (3, 60.0)
    quiet.truces[Scope.GENERAL].made = 6
    assert (entered(quiet, outcome, week=4).general_week, outcome.general_made) == (3, 6)
    assert outcome.settlement is False


@pytest.mark.parametrize("scope", [Scope.GENERAL, Scope.FINAL])
@pytest.mark.parametrize(("days", "lasting"), [(LASTING_DAYS - 1.0, False), (LASTING_DAYS, True)])
def test_a_ceasefire_or_settlement_lasts_that_holds_half_a_year(quiet, scope, days, lasting):
    quiet.truces[scope].longest = days
    outcome = entered(quiet)
    assert outcome.general_lasting == lasting
    quiet.truces[scope].longest = 0.0
    assert entered(quiet, outcome).general_lasting == lasting


@pytest.mark.parametrize(
    ("number", "in_office", "his"), [(0, True, True), (0, False, False), (1, True, False)]
)
def test_a_settlement_is_dated_once_and_under_whom(quiet, number, in_office, his):
    quiet.truces[Scope.FINAL].made = 1
    quiet.leader.number, quiet.leader.in_office = number, in_office
    outcome = entered(quiet, week=8)
    assert (outcome.settlement, outcome.settlement_week, outcome.settlement_first_leader) == (True, 8, his)
    quiet.leader.number, quiet.leader.in_office = 0, True
    assert (entered(quiet, outcome, week=9).settlement_week, outcome.settlement_first_leader) == (8, his)


def test_the_line_is_noted_at_the_start_at_the_end_of_2025_and_at_the_end(quiet):
    front, outcome = quiet.front, opened()
    front.start_km2 = 100.0
    for year, area in ((2025, 110.0), (2025, 120.0), (2026, 130.0)):
        quiet.clock.year, front.occupied_km2 = year, area
        entered(quiet, outcome)
    assert (outcome.occupied_start_km2, outcome.occupied_2025_km2, outcome.occupied_km2) == (
        100.0,
        120.0,
        130.0,
    )


def test_losses_are_those_so_far_of_each_side(quiet):
    for side, total in ((Actor.RUSSIA, 7.0), (Actor.UKRAINE, 5.0)):
        quiet.belligerents[side].losses_total = total
    outcome = entered(quiet)
    assert (outcome.losses_russia, outcome.losses_ukraine) == (7.0, 5.0)


def test_the_end_of_the_fighting_is_dated_by_its_last_turn(quiet):
    outcome, front = opened(), quiet.front
    weeks = []
    for week, end in enumerate(
        (WarEnd.SETTLEMENT, WarEnd.SETTLEMENT, WarEnd.GOES_ON, WarEnd.RUSSIAN_OBJECTIVE)
    ):
        front.end = end
        entered(quiet, outcome, week=week)
        weeks.append((outcome.war_end, outcome.war_end_week))
    assert weeks == [
        (WarEnd.SETTLEMENT, 0),
        (WarEnd.SETTLEMENT, 0),
        (WarEnd.GOES_ON, 2),
        (WarEnd.RUSSIAN_OBJECTIVE, 3),
    ]


@pytest.mark.parametrize("faction", list(Faction))
def test_exit_and_succession_are_dated_once(quiet, faction):
    outcome, regime, contest = opened(), quiet.regime, quiet.contest
    regime.exits, regime.last_cause = 1, Cause.INCAPACITY
    entered(quiet, outcome, week=4)
    assert (outcome.exit, outcome.exit_week, outcome.exit_cause) == (True, 4, Cause.INCAPACITY)
    assert (outcome.succession, outcome.successor, outcome.succession_weeks) == (Succession.NONE, -1, -1)
    contest.count, contest.first_resolution = 1, Succession.COLLECTIVE_LEADERSHIP
    quiet.leader.faction, quiet.leader.number = faction, 1
    regime.exits, regime.last_cause = 2, Cause.COUP
    entered(quiet, outcome, week=9)
    contest.first_resolution, quiet.leader.faction = (
        Succession.SECURITY_TAKEOVER,
        (faction + 1) % len(Faction),
    )
    entered(quiet, outcome, week=12)
    assert (outcome.exit_week, outcome.exit_cause, outcome.leaders) == (4, Cause.INCAPACITY, 2)
    assert (outcome.succession, outcome.succession_weeks) == (Succession.COLLECTIVE_LEADERSHIP, 5)
    armed = faction in (Faction.SECURITY_CORE, Faction.GUARDS, Faction.MILITARY)
    assert (outcome.successor, outcome.successor_security) == (faction, armed)


def test_the_end_of_the_regime_is_dated_once(quiet):
    outcome = opened()
    for week, persists in ((0, True), (1, False), (2, False)):
        quiet.regime.persists = persists
        entered(quiet, outcome, week=week)
    assert (outcome.regime_persists, outcome.regime_end_week) == (False, 1)


def test_plots_attempts_and_coups_are_told_apart(quiet):
    plot = quiet.plot
    plot.started, plot.attempts, plot.successes = 5, 3, 1
    outcome = entered(quiet)
    assert (outcome.plots, outcome.coup_attempts, outcome.coups) == (5, 3, 1)


def test_the_lowest_support_is_the_incumbents_alone(quiet):
    outcome, lowest = opened(), []
    for number, in_office, support in ((0, True, 0.4), (0, True, 0.6), (0, False, 0.1), (1, True, 0.2)):
        quiet.leader.number, quiet.leader.in_office = number, in_office
        quiet.regime.elite_support = support
        lowest.append(entered(quiet, outcome).support_lowest)
    assert lowest == [0.4] * 4


def test_dependence_and_means_are_of_the_end_and_flows_are_means_over_time(quiet):
    outcome = opened()
    for week in range(4):
        for domain in range(DEPENDENCES):
            quiet.patron.dependence[domain] = week + domain
        quiet.patron.autonomy = 0.1 * week
        quiet.russian_economy.growth = 0.01 * week
        quiet.diplomacy.sanctions_relief, quiet.diplomacy.cohesion = 0.2 * week, 0.3 * week
        entered(quiet, outcome, week=week, weeks=4)
    assert outcome.dependence == pytest.approx(3.0 + (DEPENDENCES - 1) / 2.0)
    assert outcome.autonomy == pytest.approx(0.3)
    found = (outcome.growth, outcome.sanctions_relief, outcome.cohesion)
    assert found == pytest.approx((0.015, 0.3, 0.45))


def test_the_reserves_run_out_once(quiet):
    outcome = opened()
    for week, reserves in ((0, 0.5), (1, 0.0), (2, 0.0)):
        quiet.russian_economy.reserves = reserves
        entered(quiet, outcome, week=week)
    assert outcome.reserves_out_week == 1


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("proposer", [Actor.RUSSIA, Actor.UKRAINE, Actor.UNITED_STATES])
@pytest.mark.parametrize(
    ("made", "to_russia", "to_ukraine"),
    [(True, True, True), (True, True, False), (True, False, True), (False, True, True)],
)
def test_answers_to_general_ceasefires_are_counted_of_those_asked_who_did_not_propose_it(
    quiet, scope, proposer, made, to_russia, to_ukraine
):
    offer, replies = quiet.diplomacy.offer, quiet.diplomacy.replies
    offer.made, offer.scope, offer.proposer = made, scope, proposer
    offer.to_russia, offer.to_ukraine = to_russia, to_ukraine
    replies[Actor.RUSSIA].answer, replies[Actor.UKRAINE].answer = Answer.REJECT, Answer.ACCEPT
    outcome = entered(quiet, entered(quiet))
    asked = made and scope == Scope.GENERAL
    russia = 2.0 * (asked and to_russia and proposer != Actor.RUSSIA)
    ukraine = 2.0 * (asked and to_ukraine and proposer != Actor.UKRAINE)
    assert list(outcome.russia_general) == [russia if answer == Answer.REJECT else 0.0 for answer in Answer]
    assert list(outcome.ukraine_general) == [ukraine if answer == Answer.ACCEPT else 0.0 for answer in Answer]


def test_what_happens_in_the_first_week_is_dated_to_it_for_good(quiet):
    outcome = opened()
    quiet.truces[Scope.GENERAL].made = quiet.truces[Scope.FINAL].made = 1
    quiet.regime.exits, quiet.regime.persists = 1, False
    quiet.russian_economy.reserves = 0.0
    for week in range(3):
        entered(quiet, outcome, week=week)
    dated = ("general", "settlement", "exit", "regime_end", "reserves_out")
    assert {name: getattr(outcome, f"{name}_week") for name in dated} == dict.fromkeys(dated, 0)


def test_the_books_open_with_nothing_dated_and_support_at_the_top_of_its_scale():
    outcome = opened()
    found = {name: getattr(outcome, name) for name, *_ in outcome._fields_ if not name.endswith("_general")}
    dated = {name for name in found if name.endswith("_week")} | {"succession_weeks", "successor"}
    assert {name: value for name, value in found.items() if value} == dict.fromkeys(dated, -1) | {
        "support_lowest": 1.0
    }
