"""What a stage hands to its rules, and what it does with their answers: the wiring that whole histories alone would play.

A rule is replaced by one that notes what it is given; rules themselves are held to their papers elsewhere.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from agents.vocabulary import FIRST_EUROPEAN, Actor, Cause, Happening, Scope, Support, WarEnd
from model.dilemma import DilemmaModel
from model.plots import NOTHING, SUCCEEDED
from model.scenario import Scenario
from model.stages import beliefs, diplomacy, exits, exogenous, patron, service

SHORT = Scenario.load("march-2025").with_(horizon="2025-04-30")
EXPOSED = next(code for code in range(5) if code not in (NOTHING, SUCCEEDED))


@pytest.fixture
def model():
    return DilemmaModel(SHORT, rng=1)


# China.


@pytest.mark.parametrize(("week", "victory", "feared"), [(0, 0.25, 0.0), (1, 0.25, 0.75), (9, 1.0, 0.0)])
def test_china_fears_a_defeat_as_far_as_it_doubts_victory_once_the_end_has_been_weighed(
    model, note, week, victory, feared
):
    given = note(patron, "step_patron", False)
    model.ledger.log.week = week
    model.ledger.states[Actor.CHINA].victory = victory
    patron.choose_support(model.ledger, model.values)
    assert given[0][4] == feared


@pytest.mark.parametrize(("assumption", "domain"), [(Support.ENDOGENOUS, 2), (Support.HEDGED, -1)])
def test_a_pole_is_told_by_domain_where_china_chooses_and_for_all_where_it_is_assumed(
    model, note, assumption, domain
):
    told = note(patron, "emit")
    china = model.ledger.patron
    china.assumption, china.domain = assumption, 2
    china.poles[2] = Support.WITHDRAWN
    patron.tell_support(model.ledger, False)
    assert told == []
    patron.tell_support(model.ledger, True)
    assert told[0][1:] == (
        Happening.SUPPORT_CHANGES,
        Actor.CHINA,
        Actor.RUSSIA,
        -1,
        Support.WITHDRAWN,
        domain,
    )


@pytest.mark.parametrize(
    ("active", "consensus", "dissent", "danger"),
    [(True, 0.25, 0.5, 0.75), (True, 0.75, 0.5, 0.5), (False, 0.25, 0.5, 0.5), (False, 0.25, 0.0, 0.0)],
)
def test_disorder_is_feared_from_open_dissent_or_from_a_contest_without_consensus(
    model, active, consensus, dissent, danger
):
    contest = model.ledger.contest
    contest.active, contest.consensus, model.ledger.regime.elite_dissent = active, consensus, dissent
    assert patron.danger_of_disorder(model.ledger) == danger


# The week and its offices.


def test_a_week_opens_with_its_date(model):
    exogenous.open_week(model.ledger, SimpleNamespace(week=5, ordinal=9, years=0.5, season=0.25, year=2031))
    clock = model.ledger.clock
    assert (model.ledger.log.week, clock.ordinal, clock.years, clock.season, clock.year) == (
        5,
        9,
        0.5,
        0.25,
        2031,
    )


def test_offices_that_turn_are_those_of_the_calendar_and_never_moscow(model, note):
    opened, changed, met = (note(exogenous, name) for name in ("open_word", "change_office", "meddle"))
    ledger, office = model.ledger, [0] * len(model.ledger.states)
    ledger.diplomacy.us_guarantee = 0.5
    for actor in (Actor.RUSSIA, Actor.UKRAINE, FIRST_EUROPEAN):
        office[actor] = 1
    exogenous.turn_offices(ledger, model.values, SimpleNamespace(office=office))
    assert [given[0] for given in changed] == [Actor.UKRAINE, FIRST_EUROPEAN]
    ledger.states[FIRST_EUROPEAN].resolve = 0.123
    assert [given[0].resolve for given in met] == [0.123]
    assert (ledger.diplomacy.us_guarantee, opened) == (0.5, [])
    office = [int(actor == Actor.UNITED_STATES) for actor in range(len(ledger.states))]
    exogenous.turn_offices(ledger, model.values, SimpleNamespace(office=office))
    assert (ledger.diplomacy.us_guarantee, len(opened)) == (0.0, 1)
    assert changed[-1][0] == Actor.UNITED_STATES


# Plots and exits.


@pytest.mark.parametrize(
    ("came", "succeeded", "known"),
    [(NOTHING, False, False), (SUCCEEDED, True, False), (EXPOSED, False, True)],
)
def test_what_came_of_a_plot_is_kept_and_one_that_failed_alarms(model, note, came, succeeded, known):
    note(service, "play_plots", came)
    alarmed = note(service, "next_alarm", 0.25)
    service.conspire(model.ledger, model.roster, model.values)
    assert model.ledger.plot.succeeded == succeeded
    assert alarmed[0][1] == known
    assert model.ledger.regime.alarm == 0.25


@pytest.mark.parametrize(("tempo", "share"), [(0.5, 0.5), (1.0, 1.0), (1.5, 1.0), (0.0, 0.0), (-0.5, 0.0)])
def test_war_forecloses_plots_by_its_tempo_up_to_that_of_march_2025(model, note, tempo, share):
    foreclosed = []
    note(service, "play_plots", lambda plot, *_: foreclosed.append(plot.foreclosed) or NOTHING)
    model.ledger.front.tempo, model.ledger.plot.foreclosed = tempo, 9.0
    service.conspire(model.ledger, model.roster, model.values)
    assert foreclosed == [pytest.approx(share * model.values.plots.wartime)]


@pytest.mark.parametrize(("counterweight", "raised"), [(True, 1.0), (False, 0.0)])
def test_a_counterweight_is_raised_if_the_ruler_wants_one(model, note, counterweight, raised):
    given = note(service, "raise_counterweight")
    model.ledger.leader.counterweight = counterweight
    service.conspire(model.ledger, model.roster, model.values)
    assert given[0][1] == raised


@pytest.mark.parametrize(("purge", "dismissed"), [(-1, []), (0, [0]), (4, [4])])
def test_who_is_purged_after_a_plot_is_dismissed(model, note, purge, dismissed):
    note(service, "play_plots", NOTHING)
    given = note(service, "dismiss")
    model.ledger.plot.purge = purge
    service.conspire(model.ledger, model.roster, model.values)
    assert [call[2] for call in given] == dismissed


@pytest.mark.parametrize("organ", [-1, 0, 3])
def test_the_commander_of_the_organ_that_plotted_is_a_candidate(model, note, organ):
    note(exits, "step_exits", int(Cause.COUP))
    opened = note(exits, "open_succession")
    model.ledger.plot.organ = organ
    model.ledger.plot.faction = 2
    exits.leave(model.ledger, model.values)
    commander = model.ledger.services[organ].commander if organ >= 0 else -1
    assert opened[0][5:8] == (Cause.COUP, 2, commander)


def test_nobody_follows_a_ruler_who_stays(model, note):
    asked = note(exits, "step_exits", int(Cause.NONE))
    opened = note(exits, "open_succession")
    model.ledger.contest.uniforms[5] = 0.125
    exits.leave(model.ledger, model.values)
    assert (asked[0][4], opened) == (0.125, [])


# Extensions.


def test_extensions_are_weighed_for_both_sides_and_every_scope_but_the_last(model, note):
    worth = note(diplomacy, "renewal_worth", lambda ledger, p, side, *rest: 1.0 + side)
    chance = note(diplomacy, "extension_probability", (0.3, 0.7))
    expected = note(diplomacy, "expect_extension")
    ledger = model.ledger
    for truce in ledger.truces:
        truce.active, truce.term, truce.sector = False, 900.0, 2
    air = ledger.truces[Scope.SECTOR]
    air.active, air.term, air.sector = True, 400.0, 1
    diplomacy.weigh_extensions(ledger, model.values)
    scopes = list(range(Scope.SHORT, Scope.FINAL))
    assert [call[2:4] for call in worth] == [(side, scope) for scope in scopes for side in (0, 1)]
    assert {call[3]: call[4:] for call in worth}[Scope.SECTOR] == (1, 400.0)
    others = [call for call in worth if call[3] != Scope.SECTOR]
    assert {call[4] for call in others} == {0}
    assert all(model.values.truce.extension <= call[5] < 900.0 for call in others)
    assert {(call[0], call[2]) for call in chance} == {(1.0, 2.0)}
    assert [call[2] for call in expected] == [0.3] * len(scopes)
    assert [ledger.truces[scope].reluctant_russia for scope in scopes] == [0.7] * len(scopes)


def test_an_extension_is_worth_what_it_brings_and_the_standing_that_a_lapse_would_cost(model, note):
    """Standing 0.1 (0.5 * 2 + 0.25) = 0.125; what is brought 0.5 + 0.125 = 0.625."""
    note(diplomacy, "truce_terms", ())
    for name, value in {
        "total": 0.5,
        "credit": 2.0,
        "trust": 0.5,
        "lapse_cost": 0.125,
    }.items():
        note(diplomacy, name, value)
    blamed = note(diplomacy, "blame", 0.25)
    given = note(diplomacy, "extension_gain", 9.0)
    model.ledger.prospects[Actor.UKRAINE].opening = 0.1
    found = diplomacy.renewal_worth(model.ledger, model.values, Actor.UKRAINE, Scope.GENERAL, 0, 30.0)
    assert found == 9.0
    assert blamed[0][:3] == (2.0, 0.0, 1.0)  # all that was asked is refused, and the other grants it
    assert given[0][1:] == (pytest.approx(0.125), pytest.approx(0.625), 0.0, 0.0, 1.0)


# What a pause of strikes is worth.


def test_a_pause_of_strikes_gains_one_side_what_the_other_loses(model, note):
    """Russia's refineries 0.2 of its revenue share; Ukraine's grid 0.3 of its effort; each at its cost of war."""
    note(beliefs, "energy_pause_value", (0.2, 0.3))
    ledger, p = model.ledger, model.values
    economy = ledger.russian_economy
    economy.gdp, economy.war_burden = 1.25, 1.5 * p.budget.war_burden
    beliefs.set_prospects(ledger, p)
    assert ledger.prospects[Actor.RUSSIA].burden == pytest.approx(1.5)
    share = economy.revenue / (p.budget.gdp * economy.gdp * economy.war_burden)
    russian = 0.2 * share * p.appraisal.cost_russia
    ukrainian = 0.3 / p.strikes.ukraine_effort * p.appraisal.cost_ukraine
    assert ledger.prospects[Actor.RUSSIA].strike_gain == pytest.approx(russian - ukrainian)
    assert ledger.prospects[Actor.UKRAINE].strike_gain == pytest.approx(ukrainian - russian)
    assert ledger.prospects[Actor.UKRAINE].burden == 1.0 + ledger.ukrainian_economy.shortfall


def test_nothing_is_foreseen_once_the_war_is_decided(model, note):
    taken = note(beliefs, "take_stock")
    model.ledger.front.end = WarEnd.RUSSIAN_OBJECTIVE
    beliefs.set_prospects(model.ledger, model.values)
    assert taken == []


@pytest.mark.parametrize("rearmament", [0.0, 0.5])
def test_both_sides_fear_for_themselves_what_the_other_may_do_in_a_pause(model, note, rearmament):
    """Drifts 30 as it is, 50 without aid, 24 without mobilisation: half of the 20 is feared by each against itself."""
    drifts = {(1.0, 1.0): 30.0, (0.0, 1.0): 50.0, (1.0, 0.0): 24.0}
    note(beliefs, "drift_after", lambda ledger, p, aid, men: drifts[aid, men])
    p = SimpleNamespace(
        **{name: getattr(model.values, name) for name in ("frozen_line", "settlement", "budget", "strikes")}
    )
    p.appraisal = SimpleNamespace(
        rearmament=rearmament,
        cost_russia=model.values.appraisal.cost_russia,
        cost_ukraine=model.values.appraisal.cost_ukraine,
    )
    beliefs.set_prospects(model.ledger, p)
    russia, ukraine = model.ledger.prospects
    assert (russia.drift_shift, ukraine.drift_shift) == (30.0 - 20.0 * rearmament, 30.0 + 20.0 * rearmament)
    assert (
        (russia.aid_drift, russia.mobilisation_drift)
        == (ukraine.aid_drift, ukraine.mobilisation_drift)
        == (20.0, -6.0)
    )
