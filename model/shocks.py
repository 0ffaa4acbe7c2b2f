"""The draws of a week: shock fields are filled before anybody decides, each mechanism's from its own stream.

Every week takes the same number from each stream, whatever happens, so that runs of one seed meet the same chance
under different assumptions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.rules import rule
from agents.vocabulary import SCOPES, STATES
from model.streams import draw_exponentials, draw_normals, draw_rows, draw_uniforms

if TYPE_CHECKING:
    from numpy.random import Generator

    from model.streams import Streams
    from model.world import Ledger, Roster


@rule
def shock_market_and_states(
    ledger: Ledger, market: Generator, reports: Generator, diplomacy: Generator
) -> None:
    """Oil price; what each state's intelligence gets wrong; dispositions of those who come into office."""
    ledger.market.normal = market.standard_normal()
    for actor in range(STATES):
        draw_normals(reports, ledger.states[actor].normals)
    draw_normals(diplomacy, ledger.diplomacy.normals)


@rule
def shock_economies(ledger: Ledger, support: Generator, economy: Generator) -> None:
    """Support of the patron; accounts of both war economies."""
    draw_normals(support, ledger.patron.normals)
    draw_uniforms(support, ledger.patron.uniforms)
    draw_normals(economy, ledger.russian_economy.normals)
    ledger.ukrainian_economy.normal = economy.standard_normal()


@rule
def shock_war(ledger: Ledger, war: Generator, strikes: Generator, truce: Generator) -> None:
    """The line, men, strikes, incidents under truces."""
    draw_normals(war, ledger.front.normals)
    for side in (0, 1):
        ledger.belligerents[side].manpower_normal = war.standard_normal()
        ledger.belligerents[side].strike_normal = strikes.standard_normal()
    for scope in range(SCOPES):
        draw_uniforms(truce, ledger.truces[scope].uniforms)


@rule
def shock_diplomacy(ledger: Ledger, answers: Generator, home_front: Generator) -> None:
    """Proposals and answers; Ukraine's home front."""
    draw_uniforms(answers, ledger.diplomacy.uniforms)
    draw_uniforms(home_front, ledger.home_front.uniforms)


@rule
def shock_palace(ledger: Ledger, leader: Generator, thresholds: Generator) -> None:
    """The leader's body and occasions; the body and the thresholds of one who would succeed him now."""
    draw_normals(leader, ledger.leader.normals)
    draw_uniforms(leader, ledger.leader.uniforms)
    draw_exponentials(thresholds, ledger.leader.next_threshold)


@rule
def shock_services(ledger: Ledger, services: Generator, plots: Generator) -> None:
    """Loyalties, plots, the street."""
    draw_rows(services, ledger.services)
    draw_uniforms(plots, ledger.plot.uniforms)
    draw_normals(plots, ledger.plot.normals)
    ledger.regime.normal = plots.standard_normal()


@rule
def shock_succession(ledger: Ledger, succession: Generator) -> None:
    """Perceived powers, appeals, votes, clashes."""
    draw_normals(succession, ledger.contest.normals)
    draw_normals(succession, ledger.contest.appeal_normals)
    draw_uniforms(succession, ledger.contest.uniforms)


@rule
def draw_week(ledger: Ledger, roster: Roster, streams: Streams) -> None:
    """Fill all shock fields for the week, those of the elites' private support among them.

    Each part is handed its own streams: to hand on all of them costs the compiled engine a lock each.
    """
    shock_market_and_states(ledger, streams.market, streams.reports, streams.diplomacy)
    shock_economies(ledger, streams.patron, streams.economy)
    shock_war(ledger, streams.war, streams.strikes, streams.truce)
    shock_diplomacy(ledger, streams.answers, streams.home_front)
    shock_palace(ledger, streams.leader, streams.thresholds)
    draw_rows(streams.elites, roster.elites)
    shock_services(ledger, streams.services, streams.plots)
    shock_succession(ledger, streams.succession)
