"""The contest for the succession, and the successor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.blocs import count_blocs
from agents.patron import backing_of_continuity
from agents.rules import rule
from agents.successors import inaugurate, inherit_blame, owes_office
from agents.vocabulary import CAUSES, Actor
from model.mediation import draw_type, fade_requests
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
    before = leader.culpability
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
    if owes_office(contest.cause, contest.winner, contest.focal):
        inherit_blame(leader, before, p.successors)
    stance = leader.hawkishness - p.leader.hawkishness
    draw_type(state, p.diplomacy.attachment_russia, state.normals[1], stance, p.diplomacy)
    fade_requests(ledger.diplomacy, 0.0)


@rule
def succession(ledger: Ledger, roster: Roster, p: Parameters, day: CalendarWeek, row: Observation) -> None:
    """The contest for the succession, and the successor."""
    succeed(ledger, roster, p)
