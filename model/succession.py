"""Succession: the constitutional path, who is seen as the one to join, contest, coalition, resolution.

Focal points after Schelling (1960) and Hale (2014); coalitions after Acemoglu, Egorov and Sonin (2008).
Reduces, without rivals and with one heir, to an orderly handover with probability 1.
"""

from __future__ import annotations

from agents.events import Log, emit
from agents.leader import Leader
from agents.rules import rule
from agents.services import Service
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Cause, Happening, Succession
from model.bandwagon import align, perceive
from model.camps import tally, withdraw
from model.clash import clash, find_coalition, resister
from model.coalition import ruling_coalition as ruling_coalition
from model.constitution import find_focal, vote
from model.contest import ContestParameters, Move, measure_distrust, muster, nominate
from model.polity import Contest, Regime, SuccessionParameters
from model.resolution import note_vacuum, resolve


@rule
def open_succession(
    contest: Contest,
    regime: Regime,
    leader: Leader,
    blocs: list[Bloc],
    services: list[Service],
    cause: int,
    seizer: int,
    seizer_row: int,
    log: Log,
    rules: SuccessionParameters,
    contest_rules: ContestParameters,
) -> None:
    """Open the succession after an exit: who acts as president, who stands, who is focal.

    Article 92: the premier (the technocrats' champion) acts; he can neither dissolve the Duma nor call a
    referendum nor change the constitution, so that acting gives him attention and no power. A leader who
    hands over has made his heir premier first; insiders who remove him have agreed on one of theirs. After a
    coup the plot's faction (`seizer`, its man in row `seizer_row`, -1 for its champion) holds the centre;
    after an uprising nobody does.
    """
    contest.active = True
    contest.cause = cause
    contest.incumbent = leader.faction
    contest.personal = leader.personalisation >= rules.personal_rule
    contest.weeks = contest.held = contest.violence = contest.legitimacy = 0.0
    contest.winner = contest.front = contest.successor = -1
    contest.resolution = Succession.NONE.value
    contest.ruling = 0
    contest.threat = False
    contest.competitive = cause == Cause.DEFEAT
    for i in range(FACTIONS):
        contest.purged[i] = contest.coalition[i] = 0
        contest.bearer[i] = blocs[i].champion
        contest.expected[i] = 0.0
    find_focal(contest, leader, blocs, seizer, seizer_row, rules)
    measure_distrust(contest, services)
    muster(contest, regime, blocs, services, contest_rules)
    standing = nominate(contest, blocs, contest_rules)
    tally(contest, contest_rules)
    perceive(contest, 0.0, contest_rules)
    acting = contest.acting
    emit(log, Happening.ACTING_PRESIDENT, acting, contest.bearer[acting], -1, cause, contest.focus)
    emit(log, Happening.CONTEST, contest.focal, -1, -1, Move.CANDIDACIES.value, 1.0 * standing)


@rule
def step_contest(
    contest: Contest,
    regime: Regime,
    blocs: list[Bloc],
    services: list[Service],
    patron_backing: float,
    log: Log,
    rules: SuccessionParameters,
    contest_rules: ContestParameters,
) -> bool:
    """Play a week of a succession under way; return True in the week in which a successor emerges.

    Elites realign by what they expect; camps are seen through noise; those that would rule together are found
    anew. Once they have held together long enough they move against the rest, who yield or fight.
    """
    if not contest.active:
        return False
    contest.weeks = contest.weeks + 1.0
    muster(contest, regime, blocs, services, contest_rules)
    align(contest, blocs, contest_rules)
    tally(contest, contest_rules)
    withdraw(contest, contest_rules)
    perceive(contest, patron_backing, contest_rules)
    find_coalition(contest, blocs, log, contest_rules)
    if contest.front != contest.focal:
        contest.focus = contest.focus * (1.0 - rules.fade)
    due = contest.weeks - rules.election_weeks
    settled = False
    if contest.front >= 0:
        if contest.held >= contest_rules.holding:
            settled = consolidate(contest, blocs, log, rules, contest_rules)
        elif due >= 0.0 and due < 1.0:
            settled = vote(contest, log)
    if settled:
        resolve(contest, regime, blocs, log, rules, contest_rules)
    else:
        note_vacuum(contest, regime, log, rules)
    return settled


@rule
def consolidate(
    contest: Contest,
    blocs: list[Bloc],
    log: Log,
    rules: SuccessionParameters,
    contest_rules: ContestParameters,
) -> bool:
    """Move against the camps outside: they yield, or one of them fights. Return whether it is over.

    A camp that fights and wins holds the centre, and the contest goes on around it.
    """
    rival = resister(contest, blocs, contest_rules)
    if rival >= 0:
        ruled = contest.front
        before = contest.violence
        won = clash(contest, rival, contest_rules)
        emit(log, Happening.CONTEST, rival, ruled, -1, Move.FORCE.value, contest.violence - before)
        if won:
            contest.focal = rival
            contest.focus = rules.focus_seizure
            return False
    contest.winner = contest.front
    return True
