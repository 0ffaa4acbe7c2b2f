"""The constitutional path: who acts as president, who is seen as the one to join, when there is an election.

Article 92 of the constitution; focal candidates after Schelling (1960) and Hale (2014).
Reduces, without coup, removal or heir, to the premier acting and an election in three months.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.events import Log, emit
from agents.leader import Leader
from agents.rules import rule
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Cause, Faction, Happening
from model.camps import civilian_share
from model.contest import Move

if TYPE_CHECKING:
    from model.polity import Contest, SuccessionParameters


@rule
def strongest_opponent(blocs: list[Bloc]) -> int:
    """Faction with the most power against the leader, its power times (1 - support): it led his removal."""
    best = 0
    for i in range(1, FACTIONS):
        against = blocs[i].power * (1.0 - blocs[i].support)
        if against > blocs[best].power * (1.0 - blocs[best].support):
            best = i
    return best


@rule
def find_focal(
    contest: Contest,
    leader: Leader,
    blocs: list[Bloc],
    seizer: int,
    seizer_row: int,
    rules: SuccessionParameters,
) -> None:
    """Set acting president, focal candidate and focus; heir and plotter stand for their factions.

    An election that the ruler lost was won by the man of those strongest against him, whom all now see as the
    one to join; if other powers set him aside nonetheless, the regime has annulled its election.
    """
    contest.acting = Faction.TECHNOCRATS.value
    contest.focal = contest.acting
    contest.focus = rules.focus_premier * (1.0 - rules.institution_loss * leader.personalisation)
    if contest.cause == Cause.COUP:
        contest.focal = seizer
        contest.focus = rules.focus_seizure
        if seizer >= 0 and seizer_row >= 0:
            contest.bearer[seizer] = seizer_row
    elif contest.cause == Cause.UPRISING:
        contest.focal = -1
        contest.focus = 0.0
    elif contest.cause == Cause.REMOVAL:
        contest.focal = strongest_opponent(blocs)
        contest.focus = rules.focus_seizure
    elif contest.cause == Cause.DEFEAT:
        contest.focal = strongest_opponent(blocs)
        contest.focus = rules.focus_handover
    elif leader.heir >= 0:
        contest.focal = leader.heir_faction
        contest.focus = rules.focus_heir
        contest.bearer[contest.focal] = leader.heir
        if contest.cause == Cause.HANDOVER:
            contest.acting = contest.focal
            contest.focus = rules.focus_handover


@rule
def vote(contest: Contest, log: Log) -> bool:
    """Hold the election that the constitution asks for, if nobody can put it off; return whether it was held.

    An acting president cannot change the rules, so the date binds unless candidates who command force
    outweigh the civilian ones. If most power stands behind one candidate the election only confirms him; if
    not it is competitive, and each wins with the chance that elites expect of him. Where it is put off, the
    mandate of the acting president lapses, and his focus with it.
    """
    if contest.violence > 0.0 or civilian_share(contest) <= 0.5:
        emit(log, Happening.CONTEST, contest.front, -1, -1, Move.ELECTION_PUT_OFF.value, contest.weeks)
        if contest.focal == contest.acting:
            contest.focus = 0.0
        return False
    contest.winner = contest.front
    if contest.consensus <= 0.5:
        contest.competitive = True
        chance = contest.uniforms[1]
        for j in range(FACTIONS):
            if contest.candidate[j] == 1 and chance >= 0.0:
                contest.winner = j
                chance -= contest.expected[j]
    emit(log, Happening.CONTEST, contest.winner, -1, -1, Move.ELECTION.value, contest.consensus)
    return True
