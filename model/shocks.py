"""The draws of a week: shock fields are filled before anybody decides, each mechanism's from its own stream.

Every week takes the same number from each stream, whatever happens, so that runs of one seed meet the same chance
under different assumptions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.rules import rule
from agents.vocabulary import SCOPES, STATES
from model.streams import Streams, draw_exponentials, draw_normals, draw_rows, draw_uniforms

if TYPE_CHECKING:
    from model.world import Ledger, Roster


@rule
def shock_exogenous(ledger: Ledger, streams: Streams) -> None:
    """Oil price; dispositions of those who come into office."""
    ledger.market.normal = streams.market.standard_normal()
    for actor in range(STATES):
        draw_normals(streams.reports, ledger.states[actor].normals)
    draw_normals(streams.diplomacy, ledger.diplomacy.normals)


@rule
def shock_patron(ledger: Ledger, streams: Streams) -> None:
    """Support of the patron."""
    draw_normals(streams.patron, ledger.patron.normals)
    draw_uniforms(streams.patron, ledger.patron.uniforms)


@rule
def shock_economies(ledger: Ledger, streams: Streams) -> None:
    """Accounts of both war economies."""
    draw_normals(streams.economy, ledger.russian_economy.normals)
    ledger.ukrainian_economy.normal = streams.economy.standard_normal()


@rule
def shock_war(ledger: Ledger, streams: Streams) -> None:
    """The line, men, strikes, incidents under truces."""
    draw_normals(streams.war, ledger.front.normals)
    for side in (0, 1):
        ledger.belligerents[side].manpower_normal = streams.war.standard_normal()
        ledger.belligerents[side].strike_normal = streams.strikes.standard_normal()
    for scope in range(SCOPES):
        draw_uniforms(streams.truce, ledger.truces[scope].uniforms)


@rule
def shock_diplomacy(ledger: Ledger, streams: Streams) -> None:
    """Proposals and answers; Ukraine's home front."""
    draw_uniforms(streams.answers, ledger.diplomacy.uniforms)
    draw_uniforms(streams.home_front, ledger.home_front.uniforms)


@rule
def shock_palace(ledger: Ledger, streams: Streams) -> None:
    """The leader's body and occasions; the body and the thresholds of one who would succeed him now."""
    draw_normals(streams.leader, ledger.leader.normals)
    draw_uniforms(streams.leader, ledger.leader.uniforms)
    draw_exponentials(streams.thresholds, ledger.leader.next_threshold)


@rule
def shock_elites(roster: Roster, streams: Streams) -> None:
    """Private support."""
    draw_rows(streams.elites, roster.elites)


@rule
def shock_services(ledger: Ledger, streams: Streams) -> None:
    """Loyalties, plots, the street."""
    draw_rows(streams.services, ledger.services)
    draw_uniforms(streams.plots, ledger.plot.uniforms)
    draw_normals(streams.plots, ledger.plot.normals)
    ledger.regime.normal = streams.plots.standard_normal()


@rule
def shock_succession(ledger: Ledger, streams: Streams) -> None:
    """Perceived powers, appeals, votes, clashes."""
    draw_normals(streams.succession, ledger.contest.normals)
    draw_normals(streams.succession, ledger.contest.appeal_normals)
    draw_uniforms(streams.succession, ledger.contest.uniforms)


@rule
def draw_week(ledger: Ledger, roster: Roster, streams: Streams) -> None:
    """Fill all shock fields for the week."""
    shock_exogenous(ledger, streams)
    shock_patron(ledger, streams)
    shock_economies(ledger, streams)
    shock_war(ledger, streams)
    shock_diplomacy(ledger, streams)
    shock_palace(ledger, streams)
    shock_elites(roster, streams)
    shock_services(ledger, streams)
    shock_succession(ledger, streams)
