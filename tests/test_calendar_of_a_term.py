"""The calendar of a term, in whole entries of the log: who stands, who hands over and to whom, how the vote went."""

from __future__ import annotations

import pytest

from agents.arithmetic import WEEKS_A_YEAR
from agents.ballot import BallotParameters, chance_of_defeat, consider_term, handover_probability, safest_heir
from agents.events import Log
from agents.heirs import HeirsParameters
from agents.leader import LeaderParameters
from agents.vocabulary import Happening
from tests.incumbents import incumbent, some_blocs
from tests.logs import events_of

B, H, L = BallotParameters(), HeirsParameters(), LeaderParameters()
DECLARING = L.vote + L.campaign
WEEK = 1.0 / WEEKS_A_YEAR


def considers(leader, blocs=None, log=None):
    """Play the week of one who bears number 6 and comes from the sixth faction."""
    leader.number, leader.faction = 6, 5
    log = log or Log.new()
    return consider_term(leader, blocs or some_blocs(), log, B, H, L), events_of(log)


@pytest.mark.parametrize("left", [DECLARING - 0.5 * WEEK, L.vote - 0.5 * WEEK, -0.5 * WEEK])
def test_a_term_is_nobodys_where_nobody_is_in_office(left):
    leader = incumbent(in_office=False, defeated=True, voted=True, term_left=left, handover=9.0)
    assert considers(leader) == (False, [])
    assert (leader.defeated, leader.voted, leader.term_left, leader.handover) == (False, True, left, 9.0)


@pytest.mark.parametrize(("ahead", "weighed"), [(1.5, False), (1.01, False), (0.99, True), (0.1, True)])
def test_he_weighs_a_handover_in_the_year_before_candidates_are_declared(ahead, weighed):
    leader = incumbent(term_left=DECLARING + ahead, handover=9.0)
    _, safety = safest_heir(leader, some_blocs(), B)
    assert considers(leader) == (False, [])
    assert leader.handover == (handover_probability(leader, 0.0, safety, B) if weighed else 9.0)


def test_who_stands_says_so_with_the_chance_that_he_would_not_have():
    leader = incumbent(term_left=DECLARING - 0.5 * WEEK)
    leader.uniforms[3] = 1.0
    assert considers(leader) == (False, [(Happening.RULER_STANDS, 5, 6, -1, 1, leader.handover)])
    assert leader.heir == -1


def test_who_hands_over_without_an_heir_names_the_champion_of_the_safest_faction():
    leader, blocs = incumbent(term_left=DECLARING - 0.5 * WEEK), some_blocs()
    for faction, bloc in enumerate(blocs):
        bloc.champion = 40 + faction
    blocs[3].support, blocs[3].power = 1.0, 0.5
    _, safety = safest_heir(leader, blocs, B)
    assert considers(leader, blocs) == (True, [(Happening.HEIR_NAMED, 5, 43, -1, 3, safety)])
    assert (leader.heir, leader.heir_faction) == (43, 3)


@pytest.mark.parametrize(("heir", "faction"), [(0, 0), (12, 2)])
def test_who_hands_over_to_an_heir_names_no_other(heir, faction):
    leader = incumbent(term_left=DECLARING - 0.5 * WEEK)
    leader.heir, leader.heir_faction = heir, faction
    assert considers(leader) == (True, [])
    assert (leader.heir, leader.heir_faction) == (heir, faction)


def test_who_hands_over_where_nobody_can_be_an_heir_names_none():
    leader = incumbent(term_left=DECLARING - 0.5 * WEEK)
    assert considers(leader, some_blocs(champion=-1)) == (True, [])
    assert (leader.heir, leader.heir_faction) == (-1, -1)


@pytest.mark.parametrize(("uniform", "won"), [(0.0, 0), (0.999, 1)])
def test_the_vote_is_told_with_who_won_and_the_chance_of_defeat(uniform, won):
    leader, blocs = incumbent(term_left=L.vote - 0.5 * WEEK, legitimacy=0.4), some_blocs(dissent=0.3)
    leader.uniforms[3] = uniform
    lost = chance_of_defeat(0.4, 0.3 * sum(bloc.power for bloc in blocs), B)
    given, log = considers(leader, blocs)
    assert (given, log) == (False, [(Happening.RULER_VOTE, 5, 6, -1, won, pytest.approx(lost))])


@pytest.mark.parametrize(("terms", "after"), [(3, 2), (2, 1), (1, 0), (0, 0)])
def test_a_new_term_uses_up_one_of_those_allowed(terms, after):
    leader = incumbent(term_left=-0.5 * WEEK, terms=terms, voted=True)
    assert considers(leader) == (False, [])
    assert (leader.terms, leader.voted) == (after, False)
    assert leader.term_left == pytest.approx(6.0 - 0.5 * WEEK)
