"""What the stages of elites, the ruler and the succession hand to their rules, and do with their answers.

Rules themselves are held to their papers elsewhere; here one is replaced by one that notes what it is given.
"""

from __future__ import annotations

import pytest

from agents.vocabulary import CAUSES, Actor, Happening
from model.dilemma import DilemmaModel
from model.scenario import Scenario
from model.stages import elite, palace, succession

SHORT = Scenario.load("march-2025").with_(horizon="2025-04-30")


@pytest.fixture
def model():
    return DilemmaModel(SHORT, rng=1)


# Elites.


@pytest.mark.parametrize(("patron", "dissents"), [(-1, False), (0, True), (1, False), (2, True)])
def test_an_elite_reads_the_stance_of_its_own_patron(model, note, patron, dissents):
    """The last elite dissents too: one without a patron does not read it by counting from the end."""
    given = note(elite, "update_support")
    roster = model.roster
    for row in range(len(roster.elites)):
        roster.elites[row].dissents = row in (0, 2, len(roster.elites) - 1)
    roster.elites[5].patron = patron
    elite.support_leader(model.ledger, roster, model.values, 5)
    assert given[0][1] == dissents


@pytest.mark.parametrize(("beyond", "told"), [(0, False), (1, True)])
def test_a_cascade_is_told_if_more_than_the_notable_share_turned(model, note, beyond, told):
    turned = int(model.values.elites.notable_cascade * len(model.roster.elites)) + beyond
    note(elite, "spread_dissent", turned)
    note(elite, "tier_dissent", 0.25)
    events = note(elite, "emit")
    elite.spread(model.ledger, model.roster, model.values)
    assert [call[1:] for call in events] == [(Happening.CASCADE, -1, -1, -1, turned, 0.25)] * told


# The ruler.


def test_officers_hold_the_losses_against_whom_they_are_blamed_on(model, note):
    note(palace, "held_against", 0.5)
    given = note(palace, "conduct_of_war", 0.125)
    note(palace, "prize_of_office", 7.0)
    ledger = model.ledger
    ledger.belligerents[Actor.RUSSIA].losses, ledger.front.momentum_km2 = 3.0, 40.0
    palace.sense(ledger, model.values)
    assert given[0][:2] == (40.0, 1.5)
    assert (ledger.climate.discontent, ledger.climate.spoils) == (0.125, 7.0)


# The succession.


@pytest.fixture
def succeed(model, note):
    """A week of the contest with what `step_contest` is made to say; return what rules of the inauguration are given."""

    def play(resolved, owes=False):
        note(succession, "step_contest", resolved)
        note(succession, "owes_office", owes)
        names = ("inaugurate", "inherit_blame", "draw_type", "fade_requests")
        calls = {name: note(succession, name) for name in names}
        succession.succeed(model.ledger, model.roster, model.values)
        return calls

    return play


@pytest.mark.parametrize("resolved", [False, True])
def test_nobody_takes_office_before_the_contest_is_resolved(succeed, resolved):
    calls = succeed(resolved)
    done = {name: len(given) for name, given in calls.items() if name != "inherit_blame"}
    assert set(done.values()) == {int(resolved)}


@pytest.mark.parametrize("owes", [False, True])
def test_the_blame_is_inherited_by_one_who_owes_his_office(model, succeed, owes):
    model.ledger.leader.culpability = 0.625
    calls = succeed(True, owes)
    assert [call[1] for call in calls["inherit_blame"]] == [0.625] * owes


def test_a_successor_has_his_own_limits_body_and_type(model, succeed):
    ledger, p = model.ledger, model.values
    leader, russia = ledger.leader, ledger.states[Actor.RUSSIA]
    for cause in range(CAUSES):
        leader.next_threshold[cause] = 10.0 + cause
    leader.normals[0], russia.normals[1], leader.hawkishness = 0.25, -0.75, 0.5
    calls = succeed(True)
    assert list(leader.threshold) == [10.0 + cause for cause in range(CAUSES)]
    assert calls["inaugurate"][0][6] == 0.25
    stance = 0.5 - p.leader.hawkishness
    assert calls["draw_type"][0][1:4] == (p.diplomacy.attachment_russia, -0.75, stance)
    assert calls["fade_requests"][0][1] == 0.0
