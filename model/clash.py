"""Which camps would rule together, and who outside them fights instead of yielding.

Coalitions after Acemoglu, Egorov and Sonin (2008), the decision to fight after Fearon (1995).
Reduces, at a cost of fighting above the chance to win, to purges without force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.arithmetic import clip, divide, power
from agents.events import Log, emit
from agents.rules import rule
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Happening
from model.camps import drop, front_of, leads_unarmed
from model.coalition import coalition_mask
from model.contest import ContestParameters, Move, armed

if TYPE_CHECKING:
    from model.polity import Contest


@rule
def find_coalition(contest: Contest, blocs: list[Bloc], log: Log, rules: ContestParameters) -> None:
    """Find the camps that would rule together at the powers seen, and count the weeks for which they have."""
    total = stability = 0.0
    for i in range(FACTIONS):
        total += contest.bloc_power[i]
        stability += contest.bloc_power[i] * blocs[i].stability
    cost = rules.elite_fighting * divide(stability, total, 0.0)
    camps = coalition_mask(contest.perceived, FACTIONS, rules.majority, rules.friction, cost)
    front = front_of(contest, camps)
    if camps == contest.ruling and front == contest.front:
        contest.held = contest.held + 1.0
        return
    if front != contest.front:
        contest.threat = armed(front) and not leads_unarmed(contest, blocs, front)
        emit(log, Happening.CONTEST, front, -1, -1, Move.REALIGNMENT.value, contest.consensus)
    contest.ruling = camps
    contest.front = front
    contest.held = 1.0


@rule
def coalition_force(contest: Contest) -> float:
    """Force near the capital behind the camps that would rule together."""
    force = 0.0
    for j in range(FACTIONS):
        if contest.ruling >> j & 1 == 1:
            force += contest.force[j]
    return force


@rule
def seen_chance(contest: Contest, rival: int, ruling: float, rules: ContestParameters) -> float:
    """Chance in a clash as the camp of `rival` sees it: Tullock's lottery of force with noise and focus.

    Its own force is seen with the error of its power; that behind a focal candidate in the coalition counts
    with the weight of the public signal that all will join him, as in `perceive`.
    """
    own = contest.force[rival] * divide(contest.perceived[rival], contest.power[rival], 1.0)
    weight = rules.decisiveness
    if contest.focal >= 0 and contest.ruling >> contest.focal & 1 == 1:
        weight = weight * (1.0 - contest.focus)
    mine = power(own, rules.decisiveness)
    return divide(mine, mine + power(ruling, weight), 0.0)


@rule
def resister(contest: Contest, blocs: list[Bloc], rules: ContestParameters) -> int:
    """Camp outside the coalition that expects to gain most by fighting; -1 if all would rather yield.

    It fights iff pi - k - c s > m B: its chance to win, less what a clash destroys and the cost of elite
    fighting, against what is left of its power if it yields. It is optimism about relative force, or
    little to lose, that makes it fight (Fearon 1995).
    """
    ruling = coalition_force(contest)
    best = -1
    most = 0.0
    for j in range(FACTIONS):
        outside = contest.candidate[j] == 1 and contest.ruling >> j & 1 == 0
        if outside and contest.force[j] > 0.0:
            cost = rules.violence_cost + rules.elite_fighting * blocs[j].stability
            kept = rules.spared * contest.power[j]
            gain = seen_chance(contest, j, ruling, rules) - cost - kept
            if gain > most:
                best = j
                most = gain
    return best


@rule
def clash(contest: Contest, rival: int, rules: ContestParameters) -> bool:
    """Fight it out by the lottery of force: the losers lose their candidates. Return whether `rival` won.

    Force used is what the two sides match, counted on both: a small band against a large one is a skirmish.
    """
    ruling = coalition_force(contest)
    own = contest.force[rival]
    mine = power(own, rules.decisiveness)
    theirs = power(ruling, rules.decisiveness)
    contest.violence = clip(contest.violence + 2.0 * min(own, ruling), 0.0, 1.0)
    if contest.uniforms[0] >= divide(mine, mine + theirs, 0.0):
        drop(contest, rival)
        contest.purged[rival] = 1
        return False
    for j in range(FACTIONS):
        if contest.candidate[j] == 1 and contest.ruling >> j & 1 == 1:
            drop(contest, j)
            contest.purged[j] = 1
    contest.held = 0.0
    contest.ruling = 0
    contest.front = -1
    return True
