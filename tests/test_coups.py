"""How a plot starts and how a coup ends it: what is written and told, by hand, with the rules asked noted."""

from __future__ import annotations

import pytest

from agents.events import Log
from agents.vocabulary import FACTIONS, ORGANS, Happening, Organ
from model import plots
from model.plots import FAILED, SUCCEEDED, form_plot, strike
from tests.plotters import EMPTY, P, court, is_cleared, plot, ruler

# A plot forms.


@pytest.mark.parametrize(
    ("candidate", "senior", "organ", "faction", "share"),
    [
        (0, True, 0, 1, 0.8),
        (ORGANS - 1, True, ORGANS - 1, ORGANS % FACTIONS, 0.8),
        (ORGANS, False, 0, 1, 0.3),
        (2 * ORGANS - 1, False, ORGANS - 1, ORGANS % FACTIONS, 0.3),
        (2 * ORGANS, True, -1, 0, None),
        (2 * ORGANS + 4, True, -1, 4, None),
    ],
)
def test_a_plot_is_that_of_commanders_juniors_or_civilians(note, candidate, senior, organ, faction, share):
    """Members are those of its own organ, with the share of it that they can bring; civilians bring none."""
    told = note(plots, "emit")
    services, blocs = court()
    made = plot(active=False, started=3)
    form_plot(made, candidate, 0.5, services, blocs, ruler(), Log.new(), P)
    assert (made.senior, made.candidate, made.organ, made.faction) == (senior, candidate, organ, faction)
    assert list(made.members) == [1 if k == organ else 0 for k in range(ORGANS)]
    assert list(made.aim) == [share if k == organ else 0.0 for k in range(ORGANS)]
    reach = 0.0 if share is None else share * 0.1 * (organ + 1)
    assert [call[1:] for call in told] == [
        (Happening.PLOT_FORMS, organ, faction, -1, int(senior), pytest.approx(reach))
    ]


def test_a_new_plot_starts_from_nothing_against_the_leader_in_office(note):
    note(plots, "emit")
    worth = note(plots, "unseen_worth", 1.5)
    services, blocs = court()
    made = plot(active=False, started=3, normals=[-2.0, 9.0])
    form_plot(made, 4, 0.7, services, blocs, ruler(number=6), Log.new(), P)
    assert (made.active, made.against, made.started, made.weeks, made.purge) == (True, 6, 4, 0.0, -1)
    assert (made.misjudgement, made.zeal) == (pytest.approx(-0.4), 1.5)
    assert worth == [(made, 4, 0.7, blocs, P)]
    assert (list(made.committed), made.force) == (EMPTY, 0.0)


# A coup.


@pytest.mark.parametrize(
    ("outcome", "senior", "organ", "purge"),
    [
        ((True, False), True, Organ.FSB, 20 + Organ.FSB),
        ((False, False), True, 0, 20),
        ((False, True), True, -1, 53),
        ((False, False), False, Organ.FSB, -1),
    ],
)
def test_a_coup_that_does_not_hold_ends_the_plot_and_concentrates_power(note, outcome, senior, organ, purge):
    """A quarter of what is not yet in the leader's person; the commander, or the champion of civilians, is to go."""
    told, game = note(plots, "emit"), note(plots, "resolve_crisis", outcome)
    services, blocs = court()
    made, leader = (
        plot(senior=senior, organ=organ, normals=[0.0, 2.0], attempts=1, uniforms=[0.0] * 5 + [0.45]),
        ruler(),
    )
    assert strike(made, services, blocs, leader, 0.12, 0.5, Log.new(), P) == FAILED
    assert game == [(made, services, pytest.approx(0.6), 0.45, P)]
    assert [call[1:] for call in told] == [(Happening.COUP, organ, 3, -1, 0, 0.12)]
    assert leader.personalisation == pytest.approx(0.7)
    assert (made.attempts, made.successes, made.active, made.chance, made.purge) == (2, 0, False, 0.0, purge)
    assert is_cleared(made)


def test_a_coup_that_holds_is_told_and_leaves_the_plot_its_force(note):
    told = note(plots, "emit")
    note(plots, "resolve_crisis", (True, True))
    services, blocs = court()
    made, leader = plot(), ruler()
    assert strike(made, services, blocs, leader, 0.12, 0.5, Log.new(), P) == SUCCEEDED
    assert [call[1:] for call in told] == [(Happening.COUP, Organ.FSB, 3, -1, 1, 0.12)]
    assert (made.active, made.attempts, made.successes) == (False, 1, 1)
    assert (made.force, leader.personalisation) == (0.3, 0.6)
