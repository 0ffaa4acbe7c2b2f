"""The contest for the succession, and the successor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.blocs import count_blocs
from agents.patron import backing_of_continuity
from agents.rules import rule
from agents.successors import inaugurate
from agents.vocabulary import CAUSES, Actor
from model.mediation import draw_type
from model.succession import step_contest

if TYPE_CHECKING:
    from model.calendar import CalendarWeek
    from model.parameters import Parameters
    from model.record import Observation
    from model.world import Ledger, Roster


@rule
def succeed(ledger: Ledger, roster: Roster, p: Parameters) -> None:
    """A week of the contest; when it is resolved, the successor takes office and bargaining begins anew."""
    contest = ledger.contest
    leader = ledger.leader
    backing = backing_of_continuity(ledger.patron, p.patron)
    resolved = step_contest(
        contest, ledger.regime, ledger.blocs, ledger.services, backing, ledger.log, p.succession, p.contest
    )
    if not resolved:
        return
    before = leader.hawkishness
    inaugurate(
        leader,
        roster.elites,
        contest.successor,
        contest.legitimacy,
        ledger.blocs,
        ledger.climate,
        leader.normals[0],
        p.leader,
        p.successors,
        p.elites,
    )
    for cause in range(CAUSES):
        leader.threshold[cause] = leader.next_threshold[cause]
    count_blocs(roster.elites, ledger.blocs, p.elites)
    state = ledger.states[Actor.RUSSIA]
    attachment = p.diplomacy.attachment_russia * p.diplomacy.attachment_successor
    draw_type(state, attachment, state.normals[1], leader.hawkishness - before, p.diplomacy)


@rule
def succession(ledger: Ledger, roster: Roster, p: Parameters, day: CalendarWeek, row: Observation) -> None:
    """The contest for the succession, and the successor."""
    succeed(ledger, roster, p)
