"""How a succession is resolved, what the successor is worth, and whether the regime survived it.

Classes by facts that an observer could record; the end of a regime after Geddes, Wright and Frantz (2014).
Reduces, for a focal candidate confirmed in time and without force, to an orderly handover.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.arithmetic import divide
from agents.events import Log, emit
from agents.rules import rule
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Cause, Faction, Happening, Succession
from model.contest import ContestParameters, Move, armed, dovish_civilian

if TYPE_CHECKING:
    from model.polity import Contest, Regime, SuccessionParameters


@rule
def gather(contest: Contest, blocs: list[Bloc]) -> float:
    """Say which factions rule and which are purged; return the share of elite power that rules.

    A faction rules unless it was beaten in a clash or more of it stands behind other candidates than behind
    the camps of the coalition.
    """
    ruling = total = 0.0
    for i in range(FACTIONS):
        balance = 0.0
        for j in range(FACTIONS):
            inside = contest.ruling >> j & 1 == 1 or j == contest.winner
            share = contest.backing[i * FACTIONS + j]
            balance += share if inside else -share
        member = i == contest.winner or (balance >= 0.0 and contest.purged[i] == 0)
        contest.coalition[i] = 1 if member else 0
        contest.purged[i] = 0 if member else 1
        total += blocs[i].power
        if member:
            ruling += blocs[i].power
    return divide(ruling, total, 0.0)


@rule
def seized(contest: Contest) -> bool:
    """Whether the last ruler was driven out by a coup or by the street."""
    return contest.cause == Cause.COUP or contest.cause == Cause.UPRISING


@rule
def constitutional(contest: Contest, rules: SuccessionParameters) -> bool:
    """Whether he came in by the constitution: in time and without force, or by a competitive election."""
    in_time = contest.weeks <= rules.election_weeks and contest.violence == 0.0 and not seized(contest)
    return in_time or contest.competitive


@rule
def leading_share(contest: Contest) -> float:
    """Share of the power of the ruling camps that stands behind the winner."""
    total = 0.0
    for j in range(FACTIONS):
        if contest.ruling >> j & 1 == 1 or j == contest.winner:
            total += contest.power[j]
    return divide(contest.power[contest.winner], total, 1.0)


@rule
def classify(
    contest: Contest,
    blocs: list[Bloc],
    support: float,
    rules: SuccessionParameters,
    contest_rules: ContestParameters,
) -> int:
    """Class of a resolved succession, the first that applies.

    armed conflict         force above the threshold was used between organs
    prolonged vacuum       no coalition settled within `vacuum_weeks`
    opening                a dovish civilian won a competitive election, or came in after an uprising with
                           most of elite power behind him
    security takeover      the winner commands force, and a coup, an uprising or force brought him in
    collective leadership  several camps rule and none has more than `dominance` of their power
    orderly handover       the focal candidate is confirmed on the constitutional path, after a ruler whom nobody
                           removed or defeated
    security takeover      the winner commands force and got ahead only by it: by threat
    managed consolidation  any other settlement
    """
    winner = contest.winner
    if contest.violence >= rules.violence_threshold:
        return Succession.ARMED_CONFLICT.value
    if contest.weeks > rules.vacuum_weeks:
        return Succession.PROLONGED_VACUUM.value
    carried = contest.competitive or (contest.cause == Cause.UPRISING and support > 0.5)
    if carried and dovish_civilian(winner, blocs[winner].war_stance, contest_rules):
        return Succession.OPENING.value
    if armed(winner) and (seized(contest) or contest.violence > 0.0):
        return Succession.SECURITY_TAKEOVER.value
    if leading_share(contest) < rules.dominance and not contest.competitive:
        return Succession.COLLECTIVE_LEADERSHIP.value
    removed = contest.cause == Cause.REMOVAL or contest.cause == Cause.DEFEAT
    if winner == contest.focal and constitutional(contest, rules) and not removed:
        return Succession.ORDERLY_HANDOVER.value
    if armed(winner) and contest.threat:
        return Succession.SECURITY_TAKEOVER.value
    return Succession.MANAGED_CONSOLIDATION.value


@rule
def ends_regime(contest: Contest) -> bool:
    """Whether another group, or other rules of choosing leaders, have taken over.

    After Geddes, Wright and Frantz (2014), it ends by (1) an opening; (2) a coup or an uprising that
    brings in another faction than that of the ruler who left, or that overthrows one who ruled in person, and
    with him the group of his choice; (3) an armed conflict that leaves his faction outside the coalition; (4) a
    winner from outside the circle in which leaders are chosen, the ultranationalist network; (5) the exit, alive,
    of one who ruled in person, if in the end neither his own faction rules nor that of his heir or premier, who
    acts as president; (6) an election that the ruler lost and the winner's faction kept. A vacuum that lasts
    ends it in `note_vacuum`.
    """
    if contest.resolution == Succession.OPENING or contest.winner == Faction.ULTRANATIONALISTS:
        return True
    if contest.resolution == Succession.ARMED_CONFLICT and contest.coalition[contest.incumbent] == 0:
        return True
    outsider = contest.winner != contest.incumbent
    if seized(contest):
        return contest.personal or outsider
    if contest.cause == Cause.DEFEAT:
        return outsider
    alive = contest.cause == Cause.HANDOVER or contest.cause == Cause.REMOVAL
    return alive and contest.personal and outsider and contest.winner != contest.acting


@rule
def resolve(
    contest: Contest,
    regime: Regime,
    blocs: list[Bloc],
    log: Log,
    rules: SuccessionParameters,
    contest_rules: ContestParameters,
) -> None:
    """Close a succession that `contest.winner` has won: class, purge, legitimacy, fate of the regime.

    Legitimacy is that of an untested ruler with the share of elite power that rules with him, less what he
    lacks if he came in outside the constitution, less what force destroyed.
    """
    support = gather(contest, blocs)
    winner = contest.winner
    contest.resolution = classify(contest, blocs, support, rules, contest_rules)
    lack = 0.0 if constitutional(contest, rules) else rules.extraconstitutional
    contest.legitimacy = rules.untested * support * (1.0 - lack) * (1.0 - contest.violence)
    contest.successor = contest.bearer[winner]
    contest.active = False
    contest.resolved_week = log.week
    contest.count += 1
    if contest.count == 1:
        contest.first_resolution = contest.resolution
    for i in range(FACTIONS):
        if contest.purged[i] == 1:
            emit(log, Happening.PURGE, i, -1, -1, -1, blocs[i].power)
    resolution = contest.resolution
    emit(log, Happening.SUCCESSION, winner, contest.successor, -1, resolution, contest.legitimacy)
    if ends_regime(contest):
        end_regime(contest, regime, log)


@rule
def note_vacuum(contest: Contest, regime: Regime, log: Log, rules: SuccessionParameters) -> None:
    """Mark a vacuum once it is prolonged, and end a regime that nobody has ruled for too long."""
    if contest.weeks > rules.vacuum_weeks and contest.resolution == Succession.NONE:
        contest.resolution = Succession.PROLONGED_VACUUM.value
        emit(log, Happening.CONTEST, contest.front, -1, -1, Move.VACUUM.value, contest.weeks)
    if contest.weeks >= rules.collapse_weeks:
        end_regime(contest, regime, log)


@rule
def end_regime(contest: Contest, regime: Regime, log: Log) -> None:
    """Record the end of the regime, once a run."""
    if regime.persists:
        regime.persists = False
        emit(log, Happening.REGIME_ENDS, contest.winner, -1, -1, contest.resolution, contest.weeks)
