"""What the stages of war and of signing hand to their rules, and do with their answers.

Rules themselves are held to their papers elsewhere; here one is replaced by one that notes what it is given.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from agents.vocabulary import ISSUES, Actor, Condition, Happening, Issue, Scope, WarEnd
from model.stages import signing, war

R, U = Actor.RUSSIA, Actor.UKRAINE


# Truces.


@pytest.mark.parametrize(
    ("end", "aside", "compared"),
    [
        (WarEnd.GOES_ON, False, False),
        (WarEnd.SETTLEMENT, False, True),
        (WarEnd.RUSSIAN_OBJECTIVE, True, False),
        (WarEnd.UKRAINIAN_OBJECTIVE, True, False),
    ],
)
def test_truces_are_laid_aside_by_a_victory_and_measured_against_a_settlement(
    arena, note, end, aside, compared
):
    laid, measured = note(war, "lay_aside"), note(war, "compare_settlement")
    arena.front.end = end
    war.keep_truces(arena.ledger, arena.values)
    assert (len(laid), len(measured)) == (aside, compared)


def test_a_settlement_is_measured_by_what_its_package_is_worth_to_each(arena, note):
    given = note(war, "compare_settlement")
    worth = note(war, "utility", lambda state, package, curvature: state.claim + curvature)
    arena.front.end = WarEnd.SETTLEMENT
    arena.ledger.states[R].claim, arena.ledger.states[U].claim = 0.3, 0.7
    war.keep_truces(arena.ledger, arena.values)
    curvature = arena.values.settlement.curvature
    assert given[0][3:] == (0.3 + curvature, 0.7 + curvature)
    assert [list(call[1]) for call in worth] == [list(arena.ledger.terms.package)] * 2


def test_aims_that_all_means_failed_to_reach_tempt_russia(arena, note):
    note(war, "gather_circumstances")
    arena.ledger.circumstances.temptation_russia, arena.ledger.influence.unmet = 0.1, 0.25
    war.keep_truces(arena.ledger, arena.values)
    assert arena.ledger.circumstances.temptation_russia == 0.35


@pytest.mark.parametrize(
    ("end", "active", "after"),
    [
        (WarEnd.SETTLEMENT, True, (WarEnd.SETTLEMENT, 7, 0.4)),
        (WarEnd.SETTLEMENT, False, (WarEnd.GOES_ON, -1, 0.0)),
        (WarEnd.RUSSIAN_OBJECTIVE, False, (WarEnd.RUSSIAN_OBJECTIVE, 7, 0.4)),
        (WarEnd.GOES_ON, True, (WarEnd.GOES_ON, 7, 0.4)),
    ],
)
def test_war_comes_back_if_a_settlement_broke(arena, note, end, active, after):
    note(war, "step_truces")
    ledger = arena.ledger
    ledger.front.end, ledger.front.end_week, ledger.home_front.settled_terms = end, 7, 0.4
    ledger.truces[Scope.FINAL].active = active
    war.keep_truces(ledger, arena.values)
    assert (ledger.front.end, ledger.front.end_week, ledger.home_front.settled_terms) == after


def test_hawks_count_by_power_and_dissent_as_far_as_they_are_for_war(arena, note):
    """0.2 x 0.5 x 0.6 = 0.06 of one faction, nothing of another that is against it."""
    given = note(war, "read_circumstances")
    stirred = note(war, "stirred_incidents", 3.0)
    for bloc in arena.ledger.blocs:
        bloc.power, bloc.dissent, bloc.war_stance = 0.2, 0.5, -0.9
    arena.ledger.blocs[1].war_stance = 0.6
    war.gather_circumstances(arena.ledger, arena.values)
    assert given[0][6:] == (pytest.approx(0.06), 3.0)
    assert len(stirred) == 1


# The week of war.


@pytest.mark.parametrize(
    ("end", "army", "ceiling"),
    [
        (WarEnd.GOES_ON, 0.5, 0.5),
        (WarEnd.SETTLEMENT, 0.25, 0.5),
        (WarEnd.GOES_ON, 1e9, 3.0),
        (WarEnd.RUSSIAN_OBJECTIVE, 1e9, 3.0),
    ],
)
def test_a_limit_agreed_holds_the_army_and_counts_against_its_size_in_peace(arena, note, end, army, ceiling):
    p = SimpleNamespace(
        **{
            name: getattr(arena.values, name)
            for name in ("materiel", "strikes", "war", "prisoners", "front", "reports")
        },
        forces=SimpleNamespace(ukraine_ceiling=3.0, peace_ceiling=0.5),
    )
    note(war, "update_men")
    arena.front.end, arena.ledger.terms.army = end, army
    war.fight(arena.ledger, p)
    assert arena.ukraine.ceiling == ceiling


@pytest.mark.parametrize(
    ("shortfall", "mobilisation", "unmet"),
    [(0.0, 1.0, 0.0), (0.2, 1.0, 0.2), (0.2, 0.5, 0.6), (1.0, 1.0, 1.0)],
)
def test_needs_are_unmet_for_want_of_money_or_by_a_limit_agreed(arena, note, shortfall, mobilisation, unmet):
    arms, men = note(war, "update_materiel"), note(war, "update_men")
    arena.ledger.ukrainian_economy.shortfall, arena.ledger.terms.mobilisation = shortfall, mobilisation
    war.fight(arena.ledger, arena.values)
    assert arms[0][7] == men[0][4] == pytest.approx(unmet)


@pytest.mark.parametrize("end", list(WarEnd))
def test_strikes_go_on_while_the_war_does(arena, note, end):
    struck = note(war, "update_strikes")
    arena.front.end = end
    war.fight(arena.ledger, arena.values)
    assert struck[0][3] == (end == WarEnd.GOES_ON)


# What is signed.


@pytest.fixture
def concluded(arena, note):
    """Sign what `conclude` is made to say: return what is exchanged, settled and honoured."""

    def sign(scope, signed=True, granted=(0, 0), blame=0.0, truce=0.0):
        note(signing, "conclude", (scope, 0.7, 0.6))
        note(signing, "agreed_terms", (2, 45.0))
        note(signing, "answer_for")
        note(signing, "truce_blame", truce)
        table = arena.ledger.diplomacy
        table.blame_russia = blame
        for side in (R, U):
            table.replies[side].granted = granted[side]
        calls = {"sign_truce": note(signing, "sign_truce", signed)}
        calls |= {name: note(signing, name, 64) for name in ("exchange", "settle_war", "honour")}
        signing.sign(arena.ledger, arena.values)
        return calls

    return sign


@pytest.mark.parametrize("scope", [-1, *Scope])
@pytest.mark.parametrize("signed", [False, True])
def test_what_is_signed_is_done_once(concluded, scope, signed):
    calls = concluded(scope, signed, granted=(1, 4))
    assert len(calls["sign_truce"]) == (scope >= 0)
    assert len(calls["exchange"]) == (signed and scope == Scope.HUMAN)
    assert len(calls["settle_war"]) == (signed and scope == Scope.FINAL)
    honoured = [call[2:] for call in calls["honour"]]
    beside = 64 if scope == Scope.FINAL else 5
    assert honoured == ([(scope, beside)] if signed and scope >= 0 else [])


def test_a_truce_is_signed_as_agreed_by_those_who_agreed(arena, concluded):
    arena.ledger.diplomacy.offer.proposer = Actor.CHINA
    assert concluded(Scope.SECTOR)["sign_truce"][0][4:] == (Scope.SECTOR, 2, 45.0, Actor.CHINA, 0.7, 0.6)


@pytest.mark.parametrize(
    ("blame", "truce", "after"), [(0.5, 0.2, 0.7), (0.5, -0.2, 0.3), (0.9, 0.4, 1.0), (0.1, -0.4, 0.0)]
)
def test_who_broke_a_truce_is_blamed_within_the_whole(arena, concluded, blame, truce, after):
    concluded(-1, blame=blame, truce=truce)
    assert arena.ledger.diplomacy.blame_russia == pytest.approx(after)


def test_terms_that_kyiv_has_just_signed_are_of_this_week_alone(arena, concluded):
    arena.ledger.home_front.terms = 0.5
    concluded(-1)
    assert arena.ledger.home_front.terms == 0.0


@pytest.mark.parametrize("condition", list(Condition))
def test_a_condition_that_came_true_is_honoured(arena, note, condition):
    attached = note(signing, "attach")
    arena.front.kursk_km2, arena.ledger.diplomacy.us_guarantee = 100.0, 0.0
    signing.honour(arena.ledger, arena.values, Scope.GENERAL, 1 << condition)
    assert arena.front.kursk_km2 == (0.0 if condition == Condition.KURSK else 100.0)
    guaranteed = condition in (Condition.US_GUARANTEE, Condition.SECURITY_GUARANTEE)
    assert arena.ledger.diplomacy.us_guarantee == guaranteed
    assert [call[3:] for call in attached] == [(Scope.GENERAL, 1 << condition)]


def test_where_nothing_came_true_nothing_is_attached(arena, note):
    attached = note(signing, "attach")
    arena.front.kursk_km2, arena.ledger.diplomacy.us_guarantee = 100.0, 0.5
    signing.honour(arena.ledger, arena.values, Scope.GENERAL, 0)
    assert (attached, arena.front.kursk_km2, arena.ledger.diplomacy.us_guarantee) == ([], 100.0, 0.5)


def test_a_settlement_ends_the_war_on_the_terms_of_its_text(arena, note):
    """Terms weighed by salience; the line where the text has it, from what is held; what is amended beside it."""
    note(signing, "amend", 32)
    told, moved = note(signing, "emit"), note(signing, "hand_over")
    ledger, front, home = arena.ledger, arena.front, arena.ledger.home_front
    ledger.log.week, ledger.diplomacy.offer.proposer = 9, Actor.CHINA
    front.kursk_km2, front.occupied_km2 = 50.0, 90_000.0
    home.terms, home.settled_terms = 0.0, 5.0
    package = [(issue + 1) / 20.0 for issue in range(ISSUES)]
    for issue in range(ISSUES):
        ledger.diplomacy.offer.package[issue] = package[issue]
        ledger.states[R].salience[issue] = (issue % 3) / 10.0
        ledger.states[U].salience[issue] = (issue % 5) / 10.0
    assert signing.settle_war(ledger, arena.values, 3) == 32
    russian = sum(x * (issue % 3) / 10.0 for issue, x in enumerate(package))
    assert list(ledger.terms.package) == package
    assert (front.end, front.end_week, front.kursk_km2) == (WarEnd.SETTLEMENT, 9, 0.0)
    assert home.settled_terms == pytest.approx(russian)
    assert home.terms == pytest.approx(sum(x * (issue % 5) / 10.0 for issue, x in enumerate(package)))
    line = package[Issue.TERRITORY] * arena.values.frozen_line.disputed_km2
    assert moved[0][1] == pytest.approx(line - 90_000.0)
    assert told[0][1:] == (Happening.SETTLEMENT, Actor.CHINA, -1, Scope.FINAL, -1, home.settled_terms)
    agreed = [(Happening.TERM_AGREED, -1, -1, Scope.FINAL, issue, package[issue]) for issue in range(ISSUES)]
    assert [call[1:] for call in told[1:]] == agreed
