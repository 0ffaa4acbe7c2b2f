"""Whom a plot approaches and what he does, against numbers worked by hand."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest

from agents.arithmetic import weekly
from agents.services import Plot, Service
from agents.tier import Elite
from agents.vocabulary import ORGANS
from model import recruitment
from model.recruitment import (
    approach,
    denounces,
    leak_hazard,
    lift_to_come,
    outside_reach,
    prepare,
    strikes_now,
    survey_recruits,
)

P = SimpleNamespace(
    leaks=2.0,
    leniency=0.25,
    civil_access=0.125,
    junior_access=0.25,
    follow_share=0.5,
    junior_share=0.25,
    approaches=8.0,
)


def organs(**rows: dict) -> list[Service]:
    """Ten organs, each commanded by the elite of its row; those named o0 to o9 with these values."""
    return [Service.new(commander=k, **rows.get(f"o{k}", {})) for k in range(ORGANS)]


def by_organ(**values: float) -> list[float]:
    return [values.get(f"o{k}", 0.0) for k in range(ORGANS)]


# Preparation and leaks.


def test_organs_in_the_plot_alone_prepare_and_lift():
    plot = Plot.new(members=[0] * ORGANS, aim=by_organ(o3=0.5, o5=0.5), lift=by_organ(o3=0.5, o5=0.25))
    plot.members[3] = 1
    assert lift_to_come(plot, 0.25) == 0.125
    prepare(plot, organs(o3={"force": 0.5}, o5={"force": 0.25}), 0.25)
    assert list(plot.committed) == by_organ(o3=0.25)
    assert plot.force == 0.125


def test_a_plot_hides_from_each_organ_as_far_as_its_units_are_not_in_it_and_leaks_by_its_heads():
    """1 - (1 - 0.5 x 0.5) (1 - 0.2) = 0.4; leaks 2 x (1 + 0.5) x 0.4 = 1.2 a year."""
    services = organs(o1={"reach": 0.5}, o7={"reach": 0.2})
    plot = Plot.new(committed=by_organ(o1=0.5))
    assert outside_reach(plot, services) == pytest.approx(0.4)
    assert leak_hazard(plot, services, P) == pytest.approx(1.2)


@pytest.mark.parametrize(("organ", "chance"), [(-1, 0.875), (0, 0.125), (4, 0.5), (9, 0.75)])
def test_an_approach_is_denounced_by_distrust_of_who_comes_and_of_civilians_by_distrust_of_all(organ, chance):
    service = Service.new(suspicion=0.875, rivalry=by_organ(o0=0.125, o4=0.5, o9=0.75))
    assert denounces(Plot.new(organ=organ), service) == chance


def test_a_coup_worth_as_much_as_letting_be_is_struck():
    plot = Plot.new(chance=0.5)
    assert strikes_now(plot, organs(), 2.0, 2.0, 0.0, 0.0, P)
    assert not strikes_now(plot, organs(), 2.0, 2.0, 0.001, 0.0, P)


# Whom it pays to approach.


@pytest.mark.parametrize(
    ("organ", "senior", "staying", "net", "hazard"),
    [
        (2, True, 0.5, 0.9 - 0.1 * 0.25 * 2.0, 8.0 * 0.5 * 0.75),
        (2, True, 2.0, 0.9 - 0.1 * 0.25 * 3.0, 8.0 * 0.5 * 0.75),
        (2, False, 0.5, 0.45 - 0.1 * 0.25 * 2.0, 8.0 * 0.25 * 0.75),
        (0, True, 0.5, 0.9 - 0.1 * 0.5 * 2.0, 8.0 * 0.75 * 0.875),
        (0, False, 0.5, 0.45 - 0.1 * 0.5 * 2.0, 8.0 * 0.25 * 0.875),
        (-1, True, 0.5, 0.9 - 0.1 * 0.375 * 2.0, 8.0 * 0.125 * 0.625),
        (-1, False, 0.5, 0.45 - 0.1 * 0.375 * 2.0, 8.0 * 0.125 * 0.625),
    ],
)
def test_an_organ_is_approached_if_what_he_adds_outweighs_what_exposure_costs(
    note, organ, senior, staying, net, hazard
):
    """Chance 0.5 of 6 against 4: worth 1; at risk max(1, staying) + 0.25 x 4; he follows at 0.9, adding share x 0.2 x 10.

    Who does not follow at all, and denounces or is indifferent, is not approached; nor is one in the plot already.
    """
    note(recruitment, "fall_probability", lambda edge, p: edge)
    note(recruitment, "follower_propensity", lambda service, *rest: service.loyalty)
    note(recruitment, "weekly", lambda rate: rate / 50.0)
    services = organs(
        o0={"seniority": 0.75, "rivalry": by_organ(o4=0.125)},
        o2={"seniority": 0.5, "rivalry": by_organ(o4=0.25)},
        o4={"loyalty": 0.9, "suspicion": 0.375, "rivalry": by_organ(o0=0.5, o2=0.25, o9=1.0)},
        o5={"loyalty": 1.0},
        o6={"loyalty": 0.0, "suspicion": 0.5, "rivalry": [0.5] * ORGANS},
        o7={"loyalty": 0.0, "suspicion": 0.0},
        o9={"seniority": 1.0, "rivalry": by_organ(o4=0.5)},
    )
    plot = Plot.new(organ=organ, senior=senior, members=[1] * ORGANS, approach=[9.0] * ORGANS)
    plot.lift[4] = plot.lift[5] = 0.2
    for k in (4, 6, 7):
        plot.members[k] = 0
        plot.follows[k] = 0.25
    elites = [Elite.new(support=k / 10.0) for k in range(ORGANS)]
    found = survey_recruits(
        plot, services, elites, 0.5, 6.0, staying, 1.0, 1.0, SimpleNamespace(punishment=4.0), P
    )
    assert list(plot.approach) == pytest.approx(by_organ(o4=hazard))
    assert found == pytest.approx(hazard / 50.0 * net)
    assert [plot.follows[k] for k in (4, 6, 7)] == [0.9, 0.0, 0.0]


def test_what_approaches_are_worth_adds_up_over_organs(note):
    """Two alike, who surely follow: twice 4 / 50 x 0.5 x 0.4 x 10."""
    note(recruitment, "fall_probability", lambda edge, p: edge)
    note(recruitment, "follower_propensity", 1.0)
    note(recruitment, "weekly", lambda rate: rate / 50.0)
    plot = Plot.new(organ=0, senior=True, members=[1] * ORGANS, lift=by_organ(o1=0.4, o8=0.4))
    plot.members[1] = plot.members[8] = 0
    services = organs(o0={"seniority": 0.5})
    stakes = SimpleNamespace(punishment=4.0)
    found = survey_recruits(plot, services, [Elite.new()] * ORGANS, 0.5, 6.0, 0.0, 1.0, 1.0, stakes, P)
    assert found == pytest.approx(2.0 * 4.0 / 50.0 * 2.0)


# What comes of an approach.


@pytest.mark.parametrize(
    ("when", "what", "enlisted", "denounced"),
    [
        (0.0, 0.0, 3, False),
        (0.2, 0.49, 3, False),
        (0.295, 0.49, 3, False),
        (0.305, 0.24, 5, False),
        (0.79, 0.24, 5, False),
        (0.81, 0.0, None, False),
        (0.2, 0.5, None, True),
        (0.2, 0.75, None, False),
        (0.2, 0.74, None, True),
        (0.2, 0.76, None, False),
        (0.79, 0.26, None, True),
        (0.79, 0.39, None, True),
        (0.79, 0.41, None, False),
    ],
)
@pytest.mark.parametrize("senior", [True, False])
def test_at_most_one_organ_is_approached_which_joins_denounces_or_keeps_silent(
    note, when, what, enlisted, denounced, senior
):
    """Hazards of 30 and 50: 0.3 for the first organ, 0.5 for the other; they follow at 0.5 and 0.25.

    Of the rest the first denounces half, 0.25 of all, and the other a fifth, 0.15.
    """
    note(recruitment, "weekly", lambda rate: rate / 100.0)
    plot = Plot.new(organ=2, senior=senior, uniforms=[0.9, when, what, 0.9, 0.9, 0.9])
    plot.approach[3], plot.approach[5] = 30.0, 50.0
    plot.follows[3], plot.follows[5] = 0.5, 0.25
    services = organs(o3={"rivalry": by_organ(o2=0.5)}, o5={"rivalry": by_organ(o2=0.2)})
    assert approach(plot, services, P) == denounced
    assert [k for k in range(ORGANS) if plot.members[k] == 1] == [k for k in (3, 5) if k == enlisted]
    share = P.follow_share if senior else P.junior_share
    assert list(plot.aim) == [share if k == enlisted else 0.0 for k in range(ORGANS)]


def test_who_is_all_but_sure_to_follow_joins_on_all_but_the_highest_draw(note):
    note(recruitment, "weekly", lambda rate: rate / 100.0)
    plot = Plot.new(organ=2, senior=True, uniforms=[0.0, 0.2, 0.9, 0.0, 0.0, 0.0])
    plot.approach[3], plot.follows[3] = 80.0, 0.95
    assert not approach(plot, organs(o3={"rivalry": by_organ(o2=1.0)}), P)
    assert plot.members[3] == 1


@pytest.mark.parametrize(("part", "organ"), [(0.373, 3), (0.377, 5)])
def test_approaches_compete_by_their_hazards(part, organ):
    plot = Plot.new(organ=2, senior=True, follows=[1.0] * ORGANS)
    plot.approach[3], plot.approach[5] = 0.3, 0.5
    plot.uniforms[1] = part * weekly(0.8)
    approach(plot, organs(), P)
    assert [k for k in range(ORGANS) if plot.members[k] == 1] == [organ]


def test_nobody_is_approached_where_it_pays_nowhere():
    plot = Plot.new(organ=2, follows=[1.0] * ORGANS)
    assert not approach(plot, organs(), P)
    assert sum(plot.members) == 0


def test_nobody_is_approached_on_a_draw_as_high_as_the_hazard_of_any_approach_whatever_rounding_leaves():
    hazards = (4.1, 6.5, 2.1)
    plot = Plot.new(organ=2, follows=[1.0] * ORGANS)
    plot.approach[:3] = hazards
    plot.uniforms[1] = weekly(sum(hazards))
    approach(plot, organs(), P)
    assert sum(plot.members) == 0


def test_a_draw_that_rounding_carries_past_the_last_organ_comes_to_nothing():
    hazards = (1.2, 3.1, 6.5)
    plot = Plot.new(organ=2, follows=[0.0] * ORGANS)
    plot.approach[:3] = hazards
    plot.uniforms[1] = math.nextafter(weekly(sum(hazards)), 0.0)
    assert not approach(plot, organs(), P)
