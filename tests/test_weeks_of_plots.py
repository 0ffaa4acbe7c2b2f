"""What a week of a plot does, step by step, and what the books say of it: each rule by hand, those it asks noted."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from agents.arithmetic import weekly
from agents.events import Log
from agents.vocabulary import Cause, Happening, Organ
from model import plots
from model.plots import EXPOSED, NOTHING, advance_plot, play_plots
from model.polity import Regime
from tests.plotters import P, S, court, is_cleared, plot, ruler

# A week of a plot.


@pytest.fixture
def week(note):
    """Play a week of a plot whose game, stakes and risks are given; return it, what came of it and what was asked."""

    def play(strikes=False, denounced=False, leak=0.5, desperate=0.5, worth=1.0, hazard=20.0, **changes):
        calls = {
            "balance": note(plots, "balance", 0.1),
            "overlooked": note(plots, "overlooked", 0.02),
            "strength_left": note(plots, "strength_left", 0.35),
            "fall_probability": note(plots, "fall_probability", lambda edge, _: edge),
            "candidate_stakes": note(plots, "candidate_stakes", (3.0, 2.0, 0.0)),
            "lift_to_come": note(plots, "lift_to_come", lambda _, pace: 0.04 if pace == 1.0 else 0.01),
            "survey_recruits": note(plots, "survey_recruits", 0.6),
            "strikes_now": note(plots, "strikes_now", strikes),
            "approach": note(plots, "approach", denounced),
            "coup_worth": note(plots, "coup_worth", worth),
            "strike": note(plots, "strike", 77),
            "prepare": note(plots, "prepare"),
            "lay_out": note(plots, "lay_out"),
            "weigh_organs": note(plots, "weigh_organs"),
            "emit": note(plots, "emit"),
        }
        note(plots, "leak_hazard", hazard)
        services, blocs = court()
        made, leader, log = (
            plot(uniforms=[0.0, 0.0, 0.0, leak, desperate, 0.0], **changes),
            ruler(),
            Log.new(),
        )
        came = advance_plot(made, services, [], blocs, leader, 0.5, 0.9, 1.3, log, S, P)
        told = [call[1:] for call in calls.pop("emit")]
        return SimpleNamespace(
            plot=made, came=came, told=told, services=services, blocs=blocs, leader=leader, **calls
        )

    return play


def test_a_week_of_a_plot_is_reckoned_from_its_own_view_of_the_balance(week):
    """Edge 0.1 + 0.07 + 0.02; gain 3 + 0.5 of zeal; a week more is worth 0.6 and what its units bring, 0.01 (3.5 + 4)."""
    found = week()
    made, services, leader = found.plot, found.services, found.leader
    edge, gain = pytest.approx(0.19), 3.5
    assert found.prepare == [(made, services, 0.1)]
    assert found.lay_out == [(made, services, True, 0.9, 1.3, S)]
    assert found.weigh_organs == [(made, services, leader, 0.5, P)]
    assert found.balance == [(made, services, leader, 0.5, P)]
    assert found.overlooked == [(made, services, leader, P)]
    assert found.strength_left == [(made, services, leader, 0.5, P)]
    assert [call[0] for call in found.fall_probability] == [edge, pytest.approx(0.2)]
    assert made.chance == edge
    assert found.candidate_stakes == [(7, services, [], found.blocs, 0.9, 1.3, S, P)]
    assert [call[1] for call in found.lift_to_come] == [1.0, 0.1]
    surveyed = (made, services, [], pytest.approx(0.23), gain, 2.0, 0.9, 1.3, S, P)
    assert found.survey_recruits == [surveyed]
    assert found.strikes_now == [(made, services, gain, 4.0, 2.0, pytest.approx(0.675), P)]
    assert (found.came, made.weeks, made.active) == (NOTHING, 6.0, True)


def test_who_strikes_does_so_at_the_strength_that_is_left(week):
    found = week(strikes=True, leak=0.0, denounced=True)
    assert found.came == 77
    assert found.strike[0][:3] == (found.plot, found.services, found.blocs)
    assert found.strike[0][4:6] == (pytest.approx(0.19), 0.35)
    assert (found.plot.exposures, found.approach, found.told) == (0, [], [])


RISK = weekly(20.0)


@pytest.mark.parametrize(
    ("leak", "denounced", "exposed"),
    [
        (RISK - 1e-6, False, True),
        (RISK + 1e-6, False, False),
        (1.0, True, True),
        (0.0, True, True),
        (1.0, False, False),
    ],
)
@pytest.mark.parametrize("senior", [True, False])
def test_a_plot_is_exposed_by_a_leak_or_by_whom_it_approaches(week, leak, denounced, exposed, senior):
    """The leader of a plot of seniors is purged for it."""
    found = week(leak=leak, denounced=denounced, senior=senior)
    assert found.came == (EXPOSED if exposed else NOTHING)
    assert found.plot.exposures == exposed
    assert found.told == ([(Happening.PLOT_EXPOSED, Organ.FSB, 3, -1, int(senior), 0.3)] if exposed else [])
    if exposed:
        assert (found.plot.active, found.plot.purge) == (False, 20 + Organ.FSB if senior else -1)
        assert is_cleared(found.plot)


@pytest.mark.parametrize(
    ("leak", "worth", "desperate", "strikes"),
    [
        (0.0, 0.1, 0.39, True),
        (0.0, 0.0, 0.39, False),
        (0.0, -0.1, 0.39, False),
        (0.0, 0.1, 0.4, False),
        (1.0, 0.1, 0.39, False),
    ],
)
def test_the_forewarned_strike_if_that_beats_a_lenient_punishment(week, leak, worth, desperate, strikes):
    """Against half of the punishment of 4."""
    found = week(leak=leak, worth=worth, desperate=desperate)
    assert (found.came == 77) == strikes
    assert found.coup_worth == [(pytest.approx(0.19), 3.5, 4.0, -2.0)]


@pytest.mark.parametrize(("before", "lapses"), [(8.0, False), (9.0, False), (9.5, True)])
@pytest.mark.parametrize("senior", [True, False])
def test_a_plot_lapses_once_patience_is_at_its_end_and_nobody_is_purged(week, before, lapses, senior):
    found = week(leak=1.0, weeks=before, senior=senior)
    events = [(Happening.PLOT_LAPSES, Organ.FSB, 3, -1, int(senior), 10.5)] if lapses else []
    assert (found.came, found.told, found.plot.active) == (NOTHING, events, not lapses)
    assert is_cleared(found.plot) == lapses
    if lapses:
        assert found.plot.purge == -1


# The week of all plots.


@pytest.fixture
def turn(note):
    """Play the week of plots with its game and hazards given; return the books and what was asked."""

    def play(candidate=-1, leader=None, **changes):
        calls = {
            "regime_strength": note(plots, "regime_strength", 0.5),
            "reckoning": note(plots, "reckoning", 0.9),
            "lay_out": note(plots, "lay_out"),
            "weigh_organs": note(plots, "weigh_organs"),
            "fall_threshold": note(plots, "fall_threshold", 0.7),
            "overlooked": note(plots, "overlooked", 0.02),
            "appraise_plots": note(plots, "appraise_plots", 0.033),
            "advance_plot": note(plots, "advance_plot", 88),
            "choose_candidate": note(plots, "choose_candidate", (candidate, 0.25)),
            "form_plot": note(plots, "form_plot"),
        }
        services, blocs = court()
        made, leader, log = (
            plot(**{"uniforms": [0.15, 0.9, 0.9, 0.9, 0.9, 0.9]} | changes),
            leader or ruler(),
            Log.new(),
        )
        leader.hazard[Cause.COUP] = 0.5
        regime = Regime.new(hawk_reaction=0.5, dove_reaction=0.5)
        came = play_plots(made, services, [], blocs, leader, regime, 1.3, log, S, P)
        books = {"plot": made, "services": services, "blocs": blocs, "leader": leader, "regime": regime}
        return SimpleNamespace(came=came, **books, **calls)

    return play


def test_outsiders_reckon_the_hazard_of_a_coup_from_the_balance_without_any_plot(turn):
    """Edge 0.7 - 0.5 + 0.02."""
    found = turn(active=False)
    made, services, leader, regime = found.plot, found.services, found.leader, found.regime
    assert found.regime_strength == [(services, leader, S)]
    assert found.reckoning == [(0.9, S)]
    assert found.lay_out == [(made, services, False, 0.9, 1.3, S)]
    assert found.weigh_organs == [(made, services, leader, 0.5, P)]
    assert found.overlooked == [(made, services, leader, P)]
    expected = (made, services, [], found.blocs, regime, pytest.approx(0.22), 0.9, 1.3, S, P)
    assert found.appraise_plots == [expected]
    assert (leader.hazard[Cause.COUP], regime.strength) == (0.033, 0.5)
    assert (regime.hawk_reaction, regime.dove_reaction, made.purge) == (0.0, 0.0, -1)


def test_a_plot_in_being_is_played_and_none_forms_beside_it(turn):
    found = turn(candidate=4)
    assert found.came == 88
    assert found.advance_plot[0][:2] == (found.plot, found.services)
    assert found.advance_plot[0][5:8] == (0.5, 0.9, 1.3)
    assert (found.choose_candidate, found.form_plot) == ([], [])


@pytest.mark.parametrize("candidate", [-1, 0, 4])
def test_without_a_plot_one_forms_if_somebody_is_drawn(turn, candidate):
    found = turn(candidate, active=False)
    assert (found.came, found.advance_plot) == (NOTHING, [])
    assert found.choose_candidate == [(found.plot, 0.15)]
    assert [call[:3] for call in found.form_plot] == (
        [(found.plot, candidate, 0.25)] if candidate >= 0 else []
    )


@pytest.mark.parametrize(
    ("in_office", "number", "goes_on"),
    [(True, 1, True), (True, 2, False), (False, 1, False), (False, 2, False)],
)
def test_a_plot_goes_on_while_the_leader_whom_it_is_against_is_in_office(turn, in_office, number, goes_on):
    found = turn(leader=ruler(in_office=in_office, number=number))
    assert found.plot.active == goes_on
    assert len(found.advance_plot) == goes_on
    assert found.leader.hazard[Cause.COUP] == (0.033 if in_office else 0.0)
    assert len(found.choose_candidate) == (in_office and not goes_on)
    assert found.came == (88 if goes_on else NOTHING)
    assert found.regime.strength == 0.5
