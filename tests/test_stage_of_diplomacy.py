"""What the stage of diplomacy hands to its rules, and does with their answers.

Rules themselves are held to their papers elsewhere; here one is replaced by one that notes what it is given.
"""

from __future__ import annotations

import pytest

from agents.vocabulary import FIRST_EUROPEAN, Actor, Issue, Scope, WarEnd
from model.stages import diplomacy
from tests.noting import some

R, U, USA = Actor.RUSSIA, Actor.UKRAINE, Actor.UNITED_STATES


# Supporters.


@pytest.mark.parametrize("actor", list(Actor))
def test_supporters_alone_set_their_resolve_and_members_of_europe_lean_with_russias_wedge(arena, note, actor):
    weighed, moved = note(diplomacy, "weigh_aid"), note(diplomacy, "move_resolve")
    note(diplomacy, "lean_of_member", 0.375)
    arena.ledger.europe.urgency = 0.25
    diplomacy.set_resolve(arena.ledger, arena.values, actor)
    supporter = actor == USA or actor >= FIRST_EUROPEAN
    assert (len(weighed), len(moved)) == (supporter, supporter)
    if supporter:
        assert moved[0][1:3] == (0.375 if actor >= FIRST_EUROPEAN else 0.0, 0.25)


@pytest.mark.parametrize("end", list(WarEnd))
def test_a_supporter_has_no_motive_left_in_a_war_that_is_decided(arena, note, end):
    note(diplomacy, "weigh_aid", lambda state, *rest: setattr(state, "motive", 0.5))
    note(diplomacy, "move_resolve")
    state = arena.ledger.states[Actor.POLAND]
    state.motive, arena.front.end = 0.75, end
    diplomacy.set_resolve(arena.ledger, arena.values, Actor.POLAND)
    decided = end not in (WarEnd.GOES_ON, WarEnd.SETTLEMENT)
    assert state.motive == (0.0 if decided else 0.5)


def test_a_supporter_weighs_aid_by_its_grip_on_the_front_and_what_is_left_to_the_objective(arena, note):
    """Grip 80 (1 - 0.75) = 20; aid of the present front 2 x 30 = 60; left 900 / 0.75 = 1200; noise 6 / (1 - 0.25) = 8."""
    given = note(diplomacy, "weigh_aid")
    note(diplomacy, "home_made", 0.3)
    note(diplomacy, "move_resolve")
    ledger = arena.ledger
    ledger.ukrainian_economy.aid_received, ledger.ukrainian_economy.aid_start = 40.0, 30.0
    arena.ukraine.supply, arena.front.objective_left_km2 = 2.0, 900.0
    p = some(
        settlement={"curvature": 0.5},
        front={"gain": 80.0, "objective_share": 0.75, "advance_sd": 6.0, "memory": 0.25},
        war={"manpower_share": 0.75},
        beliefs={"wandering": 4.0},
    )
    p.materiel = p.supporters = None
    diplomacy.set_resolve(ledger, p, USA)
    assert given[0][3:11] == (0.5, 20.0, 0.3, 40.0, 60.0, 1200.0, 8.0, 4.0)


# What is proposed.

TOLD = ("tell_standing", "tell_threat", "hold_to_aims", "conceal", "appraise_zone", "expect_settlement")
PUT = ("gather_circumstances", "judge_permanence", "weigh_extensions", "note_failures", "propose", "lay_text")


@pytest.fixture
def proposed(arena, note):
    """A week's proposals with the rules of the table replaced; return what each is given."""

    def play(week=5, contested=False, word=1.0, exchange=1.0, p=arena.values):
        calls = {name: note(diplomacy, name) for name in (*TOLD, *PUT)}
        note(diplomacy, "credence", 0.5)
        note(diplomacy, "standing_word", word)
        note(diplomacy, "exchangeable", exchange)
        arena.ledger.log.week, arena.ledger.contest.active = week, contested
        diplomacy.put_proposals(arena.ledger, p)
        return calls

    return play


@pytest.mark.parametrize("end", list(WarEnd))
def test_nothing_is_proposed_in_a_war_that_is_decided(arena, proposed, end):
    table = arena.ledger.diplomacy
    table.offer.made, table.zone, arena.front.end = True, 0.5, end
    calls = proposed()
    decided = end not in (WarEnd.GOES_ON, WarEnd.SETTLEMENT)
    assert (table.offer.made, table.zone) == ((False, 0.0) if decided else (True, 0.5))
    assert len(calls["propose"]) == (not decided)


@pytest.mark.parametrize(
    ("contested", "word", "chance"), [(False, 1.0, 0.5), (False, 0.5, 0.25), (True, 1.0, 0.0)]
)
def test_a_settlement_is_expected_as_far_as_moscows_word_stands_and_never_while_nobody_is_settled(
    arena, proposed, contested, word, chance
):
    arena.ledger.diplomacy.settlement_chance = 0.5
    proposed(contested=contested, word=word)
    assert arena.ledger.diplomacy.settlement_chance == chance


def test_no_text_has_moved_power_before_one_is_laid(arena, proposed):
    for state in arena.ledger.states[: U + 1]:
        state.gap_rise = 0.25
    proposed()
    assert [state.gap_rise for state in arena.ledger.states[: U + 1]] == [0.0, 0.0]


def test_the_line_on_the_table_is_where_the_front_would_freeze(arena, proposed):
    arena.ledger.prospects[R].frozen[Issue.TERRITORY] = 0.625
    proposed()
    assert arena.ledger.diplomacy.line == 0.625


def test_russia_holds_to_its_aims_by_how_far_its_ruler_is_more_hawkish_than_the_one_of_march(
    arena, note, proposed
):
    note(diplomacy, "answerable", 0.75)
    usual = arena.values.leader.hawkishness
    arena.ledger.leader.hawkishness = usual + 0.125
    held = proposed()["hold_to_aims"]
    attached = arena.values.diplomacy.attachment_russia
    assert [call[1:4] for call in held] == [(attached, 0.75, pytest.approx(0.125))]


@pytest.mark.parametrize(("week", "gathered"), [(0, 1), (1, 0), (5, 0)])
def test_circumstances_of_truces_are_gathered_before_the_first_week_alone(proposed, week, gathered):
    assert len(proposed(week=week)["gather_circumstances"]) == gathered


def test_both_judge_how_long_truces_last_alike_over_the_days_of_the_lock_in(arena, note, proposed):
    chances = [0.1, 0.2, 0.3, 0.4, 0.5]
    arena.ledger.prospects[R].permanence[:] = chances
    judged = proposed()["judge_permanence"]
    p = arena.values
    assert list(arena.ledger.prospects[U].permanence) == chances
    assert judged[0][5:] == (p.proposals.days_short, p.proposals.days_general, 7 * p.appraisal.lock_in)


@pytest.mark.parametrize(("exchange", "standing"), [(2.0, 0), (0.5, 0), (0.0, 1), (-1.0, 1)])
def test_an_exchange_counts_as_standing_where_nobody_is_left_to_be_exchanged(
    arena, proposed, exchange, standing
):
    for prospect in arena.ledger.prospects:
        prospect.standing[Scope.HUMAN] = 0
    proposed(exchange=exchange)
    assert arena.ledger.agenda.exchange == exchange
    assert [p.standing[Scope.HUMAN] for p in arena.ledger.prospects] == [standing, standing]


def test_the_threat_of_a_date_is_told_and_a_text_laid_each_week(proposed):
    calls = proposed()
    once = {name for name, given in calls.items() if len(given) == 1}
    assert once == {*TOLD, *PUT} - {"conceal", "gather_circumstances"}
    assert len(calls["conceal"]) == 2


# The text.


@pytest.fixture
def laid(arena, note):
    """Lay the text of an offer; return how often it is drafted, foreseen and put."""

    def lay(made=True, scope=Scope.FINAL, proposer=USA, sounding=False, signed=True):
        calls = {name: note(diplomacy, name) for name in ("draft_package", "foresee", "put_offer")}
        calls["sound_out"] = note(diplomacy, "sound_out", signed)
        offer = arena.ledger.diplomacy.offer
        offer.made, offer.scope, offer.proposer, offer.sounding = made, scope, proposer, sounding
        diplomacy.lay_text(arena.ledger, arena.values)
        return calls

    return lay


@pytest.mark.parametrize("made", [True, False])
@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("proposer", [R, U, USA, Actor.CHINA])
def test_a_settlement_alone_has_a_text_and_a_mediator_drafts_again_what_it_has_seen(
    laid, made, scope, proposer
):
    calls = laid(made, scope, proposer)
    drafts = (1 if proposer in (R, U) else 2) if made and scope == Scope.FINAL else 0
    assert len(calls["draft_package"]) == len(calls["foresee"]) == drafts
    assert calls["sound_out"] == calls["put_offer"] == []


@pytest.mark.parametrize("signed", [True, False])
def test_a_draft_that_is_sounded_is_put_if_both_would_sign_and_else_stays_in_the_drawer(arena, laid, signed):
    calls = laid(sounding=True, signed=signed)
    assert arena.ledger.diplomacy.offer.made == signed
    assert [call[2:] for call in calls["put_offer"]] == [(USA, Scope.FINAL, 0, 0.0)] * signed


def test_both_are_sounded_by_what_the_text_is_worth_to_each(arena, note):
    given = note(diplomacy, "sound", True)
    arena.ledger.prospects[R].at_offer, arena.ledger.prospects[U].at_offer = 0.25, 0.75
    assert diplomacy.sound_out(arena.ledger)
    assert given[0][2:] == (0.25, 0.75)
