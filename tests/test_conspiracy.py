"""Who would lead a plot: what followers, candidates and outsiders reckon with, and whom a week's draw chooses."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import norm

from agents.arithmetic import weekly
from agents.services import CANDIDATES, Plot, Service
from agents.tier import Bloc, Elite
from agents.vocabulary import FACTIONS, ORGANS, Faction, Organ
from model import conspiracy
from model.conspiracy import (
    appraise_plots,
    candidate_force,
    candidate_stakes,
    choose_candidate,
    discovery,
    expect_followers,
    follower_propensity,
    occasions,
    unseen_worth,
)
from model.polity import Regime
from tests.kremlin import PLOTS
from tests.noting import noted
from tests.organs import STAKES

YEAR = 52.1775
P = replace(PLOTS, attachment=0.8, dispersion=1.5, office=5.0, junior_post=0.4, junior_ambition=0.3)
S = replace(STAKES, spoils=2.0, relief=1.5, punishment=4.0)
JUNIORS, CIVILIANS = ORGANS, 2 * ORGANS
"""First of the juniors, first of the factions: commanders come before."""


def organs(**fields) -> list[Service]:
    return [Service.new(organ=k, **{name: value[k] for name, value in fields.items()}) for k in range(ORGANS)]


# Followers.


def test_a_follower_weighs_spoils_against_punishment_his_tie_and_his_grievance():
    """0.6 x 2 x 1.2 - 0.4 x 4 - (0.5 x 0.8 x 0.5 - 1.5 x 0.2), over 0.6 x 1.5."""
    chance = follower_propensity(Service.new(grievance=0.2), 0.5, 0.6, 0.5, 1.2, S, P)
    assert chance == pytest.approx(expit((1.44 - 1.6 - 0.2 + 0.3) / 0.9))


def test_plotters_expect_of_each_organ_what_it_lifts_times_the_chance_that_it_follows(monkeypatch):
    """Outsiders' sum by their trust in it; each commander is weighed by his own tie."""
    share = [0.1 * k for k in range(ORGANS)]
    given = noted(monkeypatch, conspiracy, "follower_propensity", lambda service, *_: service.loyalty)
    services = organs(
        loyalty=share, suspicion=[0.05 * k for k in range(ORGANS)], commander=[9 - k for k in range(ORGANS)]
    )
    elites = [Elite.new(support=0.01 * row) for row in range(ORGANS)]
    plot = Plot.new(lift=[0.2] * ORGANS, promise=[9.0] * ORGANS)
    total = expect_followers(
        plot, services, elites, 0.7, 1.2, S, replace(P, follow_share=0.5, planning_odds=0.6)
    )
    assert list(plot.promise) == pytest.approx([0.1 * x for x in share])
    assert total == pytest.approx(0.1 * sum(x * (1.0 - 0.5 * x) for x in share))
    assert [(call[0].organ, call[1], call[2:5]) for call in given] == [
        (k, 0.01 * (9 - k), (0.6, 0.7, 1.2)) for k in range(ORGANS)
    ]


# Candidates.

LEADERS = [
    # A commander: 5 x 0.7 x 2; 0.5 (1.5 + 0.8 x 0.5) - 1.5 x 0.2.
    (0, (7.0, 0.65, 0.3)),
    (ORGANS - 1, (7.0, 0.65, 0.3)),
    # Juniors: 5 x 0.3 x 2; 0.5 (0.4 + 0.8 (2 x 0.6 - 1)) - 0.3; the stance of their faction.
    (JUNIORS, (3.0, -0.02, -0.6)),
    (2 * ORGANS - 1, (3.0, -0.02, -0.6)),
    # A faction: 5 x 0.9 x 2; 0.5 (1 + 0.8 x 0.4).
    (CIVILIANS, (9.0, 0.66, -0.6)),
    (CANDIDATES - 1, (9.0, 0.66, -0.6)),
]


@pytest.mark.parametrize(("candidate", "stakes"), LEADERS)
def test_a_candidate_weighs_office_against_his_post_and_his_tie_less_his_grievance(candidate, stakes):
    """Everybody else's numbers are far off."""
    services = [
        Service.new(commander=7, faction=7, loyalty=9.0, grievance=9.0, post=9.0) for _ in range(ORGANS)
    ]
    elites = [Elite.new(support=9.0, ambition=9.0, war_stance=9.0) for _ in range(ORGANS)]
    blocs = [Bloc.new(support=9.0, ambition=9.0, war_stance=9.0) for _ in range(FACTIONS)]
    faction = candidate - CIVILIANS if candidate >= CIVILIANS else 4
    blocs[faction] = Bloc.new(support=0.4, ambition=0.9, war_stance=-0.6)
    services[candidate % ORGANS] = Service.new(commander=3, faction=4, loyalty=0.6, grievance=0.2, post=1.5)
    elites[3] = Elite.new(support=0.5, ambition=0.7, war_stance=0.3)
    assert candidate_stakes(candidate, services, elites, blocs, 0.5, 2.0, S, P) == pytest.approx(stakes)


@pytest.mark.parametrize(
    ("candidate", "force"),
    [
        (0, 0.8 * 0.1 + 0.75 * (0.55 - 0.01)),
        (ORGANS - 1, 0.8 * 1.0 + 0.75 * (0.55 - 0.1)),
        (JUNIORS, 0.35 * 0.1),
        (2 * ORGANS - 1, 0.35 * 1.0),
    ],
)
def test_a_commander_brings_his_organ_and_allies_whom_he_trusts_and_juniors_a_part_of_theirs(
    candidate, force
):
    """Organs lift 0.1, 0.2, ... and promise a tenth of it; each distrusts every other by a quarter."""
    plot = Plot.new(
        lift=[0.1 * (k + 1) for k in range(ORGANS)], promise=[0.01 * (k + 1) for k in range(ORGANS)]
    )
    services = [Service.new(rivalry=[0.25] * ORGANS) for _ in range(ORGANS)]
    p = replace(P, command_share=0.8, junior_share=0.35)
    assert candidate_force(candidate, plot, services, p) == pytest.approx(force)


@pytest.mark.parametrize(
    ("candidate", "own", "share"),
    [
        (0, 0.05, 0.8),
        (ORGANS - 1, 0.5, 0.8),
        (JUNIORS, 0.05, 0.4),
        (2 * ORGANS - 1, 0.5, 0.4),
        (CIVILIANS, None, 0.5),
        (CANDIDATES - 1, None, 0.5),
    ],
)
def test_ones_own_counter_intelligence_looks_away_as_far_as_it_is_in_the_plot(candidate, own, share):
    """Leaks of 2 (1 + share / 2) a year for share / 0.1 weeks, if any organ sees them."""
    reach = [0.05 * (k + 1) for k in range(ORGANS)]
    unseen = math.prod(1.0 - x for x in reach)
    escaped = math.prod(1.0 - x for x in reach if x != own)
    if own is not None:
        escaped *= 1.0 - own * (1.0 - share)
    p = replace(P, command_share=0.8, junior_share=0.4, follow_share=0.5, leaks=2.0, pace=0.1)
    leaks = 2.0 * (1.0 + 0.5 * share) * (share / 0.1 / YEAR) * (1.0 - escaped)
    assert discovery(candidate, unseen, organs(reach=reach), p) == pytest.approx(leaks / (1.0 + leaks))


@pytest.mark.parametrize(
    ("candidate", "rate"),
    [
        (0, 0.3),
        (ORGANS - 1, 0.3),
        (JUNIORS, 6.0),
        (2 * ORGANS - 1, 6.0),
        (CIVILIANS + Faction.SECURITY_CORE, 0.0),
        (CIVILIANS + Faction.GUARDS, 0.0),
        (CIVILIANS + Faction.MILITARY, 0.0),
        (CIVILIANS + Faction.ADMINISTRATION, 0.3),
        (CIVILIANS + Faction.BUSINESS, 0.0),
        (CANDIDATES - 1, 0.3),
    ],
)
def test_commanders_juniors_and_civilian_factions_with_members_have_occasions_to_weigh_a_coup(
    candidate, rate
):
    """Half are foreclosed; the faction of business has nobody, each other one man."""
    blocs = [Bloc.new(members=int(faction != Faction.BUSINESS)) for faction in Faction]
    p = replace(P, occasions=0.6, junior_occasions=12.0)
    assert occasions(candidate, Plot.new(foreclosed=0.5), blocs, p) == pytest.approx(rate)


# Rates and reactions.


class Reckoning:
    """Plots appraised where only some candidates have an occasion, whose stakes are told."""

    def __init__(self, monkeypatch, stakes, rate=0.5, edge=0.05, found=0.25, **parameters):
        noted(monkeypatch, conspiracy, "expect_followers", 0.1)
        noted(monkeypatch, conspiracy, "occasions", lambda c, *_: rate if c in stakes else 0.0)
        noted(monkeypatch, conspiracy, "candidate_force", 0.15)
        self.weighed = noted(monkeypatch, conspiracy, "candidate_stakes", lambda c, *_: stakes[c])
        self.watched = noted(monkeypatch, conspiracy, "discovery", found)
        self.plot = Plot.new(rate=[7.0] * CANDIDATES)
        self.regime = Regime.new(hawk_reaction=0.01, dove_reaction=0.02)
        p = replace(P, strength_noise=0.1, leniency=0.5, reaction=0.5, **parameters)
        services = organs(reach=[0.1, 0.2] + [0.0] * (ORGANS - 2))
        self.hazard = appraise_plots(self.plot, services, [], [], self.regime, edge, 0.75, 1.2, S, p)


def chosen(force: float, gain: float, staying: float, stance: float = 0.0) -> tuple[float, float]:
    """Rate at which half an occasion a year is taken, and the chance to hold power at the end of it.

    Found out by a quarter, at half the punishment of 4; otherwise gain or punishment by the chance.
    """
    chance = norm.cdf(force / 0.1)
    worth = 0.75 * (chance * gain - (1.0 - chance) * 4.0) - 0.25 * 2.0 - staying
    return 0.5 * expit((worth + 0.75 * 0.8 * 0.5 * abs(stance)) / (0.75 * chance * 1.5)), 0.75 * chance


@pytest.mark.parametrize("hawk", [0, ORGANS - 1, JUNIORS, 2 * ORGANS - 1])
@pytest.mark.parametrize("dove", [CIVILIANS, CANDIDATES - 1])
def test_candidates_plot_by_what_it_is_worth_and_react_to_the_end_of_the_war_or_to_its_going_on(
    monkeypatch, hawk, dove
):
    """A hawk in uniform brings force of 0.2 with the edge, a dovish civilian his allies alone: 0.15."""
    made = Reckoning(monkeypatch, {hawk: (3.0, 0.9, 0.4), dove: (2.5, 0.6, -0.8)})
    rates = {hawk: chosen(0.2, 3.0, 0.9), dove: chosen(0.15, 2.5, 0.6)}
    expected = [rates[c][0] if c in rates else 0.0 for c in range(CANDIDATES)]
    assert list(made.plot.rate) == pytest.approx(expected)
    assert made.hazard == pytest.approx(sum(rate * chance for rate, chance in rates.values()) / YEAR)
    rises = [
        (chosen(force, gain, staying, stance)[0] - rates[c][0]) * rates[c][1] / YEAR
        for c, (force, gain, staying, stance) in (
            (hawk, (0.2, 3.0, 0.9, 0.4)),
            (dove, (0.15, 2.5, 0.6, -0.8)),
        )
    ]
    assert made.regime.hawk_reaction == pytest.approx(0.01 + rises[0])
    assert made.regime.dove_reaction == pytest.approx(0.02 + rises[1])
    assert [call[0] for call in made.weighed] == [hawk, dove]
    assert [call[1] for call in made.watched] == [pytest.approx(0.9 * 0.8)] * 2


def test_who_would_hardly_ever_plot_is_passed_over_in_hazard_and_reactions(monkeypatch):
    made = Reckoning(monkeypatch, {Organ.FSO: (3.0, 0.4, 1.0)}, edge=-0.28)
    assert 0.0 < made.plot.rate[Organ.FSO] < 1e-9
    assert (made.hazard, made.regime.hawk_reaction, made.regime.dove_reaction) == (0.0, 0.01, 0.02)


# The draw.


@pytest.mark.parametrize(
    ("place", "candidate", "within"), [(0.2, 3, 0.5), (0.39, 3, 0.975), (0.41, 15, 1 / 60), (0.7, 15, 0.5)]
)
def test_competing_hazards_are_settled_by_one_draw_that_is_uniform_again_within_the_rate(
    place, candidate, within
):
    """Rates of 20 and 30 a year."""
    plot = Plot.new()
    plot.rate[3], plot.rate[15] = 20.0, 30.0
    happens = -math.expm1(-50.0 / YEAR)
    assert choose_candidate(plot, place * happens) == (candidate, pytest.approx(within))
    assert choose_candidate(plot, happens + place * (1.0 - happens)) == (-1, 0.0)


@pytest.mark.parametrize("uniform", [0.0, 0.5, 1.0])
def test_where_nobody_would_plot_nobody_is_chosen(uniform):
    assert choose_candidate(Plot.new(), uniform) == (-1, 0.0)


def test_a_draw_at_the_last_place_of_the_interval_may_by_rounding_choose_nobody():
    """0.7 and 2.3: what is left of 3 after 0.7 is as much as the second rate."""
    plot = Plot.new()
    plot.rate[0], plot.rate[1] = 0.7, 2.3
    assert choose_candidate(plot, math.nextafter(weekly(3.0), 0.0)) == (-1, 0.0)
    assert choose_candidate(plot, 0.999999 * weekly(3.0))[0] == 1


def test_a_draw_at_the_weekly_chance_itself_chooses_nobody():
    """0.8 and 0.2: what is left of 1 after 0.8 is, by rounding, less than the second rate."""
    plot = Plot.new()
    plot.rate[0], plot.rate[1] = 0.8, 0.2
    assert choose_candidate(plot, weekly(1.0)) == (-1, 0.0)


def test_the_unseen_part_of_the_prize_is_logistic_given_that_it_was_enough():
    """At a propensity of 0.4 and a rank of a half the survival function is 0.2; without occasions there is no bound."""
    blocs = [Bloc.new(members=1) for _ in Faction]
    plot = Plot.new()
    plot.rate[0] = 0.24
    assert unseen_worth(plot, 0, 0.5, blocs, replace(P, occasions=0.6)) == pytest.approx(1.5 * np.log(4.0))
    nothing = unseen_worth(plot, CIVILIANS + Faction.MILITARY, 0.5, blocs, P)
    assert nothing == pytest.approx(1.5 * 300.0 * np.log(10.0))
