"""Whom elites expect to win, and whom they therefore join.

Quantal response (McKelvey, Palfrey 1995) to the expected winner (Tullock 1980), named by a public signal (Hale 2014).
Reduces, with one candidate, to everybody behind him; without noise and focus, to Tullock's contest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.arithmetic import divide, exp, power
from agents.rules import rule
from agents.tier import Bloc
from agents.vocabulary import FACTIONS
from model.camps import favourite
from model.contest import ContestParameters

if TYPE_CHECKING:
    from model.polity import Contest


@rule
def attraction(contest: Contest, blocs: list[Bloc], i: int, j: int, rules: ContestParameters) -> float:
    """Expected utility to faction `i` of backing the candidate of `j`, in units of the prize.

    U = p v - (1 - p) c s: what being on his side is worth, v, if he prevails (chance p), against the cost of
    elite fighting, c s, if he does not. So a preference for stability, s, adds to the pull of whoever is
    expected to win.
    """
    cost = rules.elite_fighting * blocs[i].stability
    worth = 1.0 - rules.distrust * contest.distrust[i * FACTIONS + j]
    if i == j:
        worth += rules.office * blocs[i].ambition
    else:
        gap = 0.5 * abs(blocs[i].war_stance - blocs[j].war_stance)
        worth += contest.appeal[j] - rules.policy * gap
    chance = contest.expected[j]
    return chance * worth - (1.0 - chance) * cost


@rule
def align(contest: Contest, blocs: list[Bloc], rules: ContestParameters) -> None:
    """Let a share of each faction reconsider, by logit response to last week's expectations."""
    for i in range(FACTIONS):
        total = 0.0
        for j in range(FACTIONS):
            contest.choice[j] = 0.0
            if contest.candidate[j] == 1:
                contest.choice[j] = exp(rules.precision * attraction(contest, blocs, i, j, rules))
            total += contest.choice[j]
        for j in range(FACTIONS):
            pair = i * FACTIONS + j
            moved = rules.pace * divide(contest.choice[j], total, 0.0)
            contest.backing[pair] = (1.0 - rules.pace) * contest.backing[pair] + moved


@rule
def perceive(contest: Contest, patron_backing: float, rules: ContestParameters) -> None:
    """See the camps through noise, and expect a winner.

    Camps B_j are seen as P_j = B_j exp((1 - f) sigma z_j). The chance expected of j is in proportion to
    P_j^lambda, that of the focal candidate to P_j^(lambda (1 - f)): the public signal that everyone will join
    him (log power 0) has the weight f, what is seen the rest. So focus makes signals more precise; in a
    vacuum f is 0.

    `patron_backing` in [0, 1]: the patron backs nobody (0) or continuity: the focal candidate, last week's
    favourite where there is none.
    """
    focus = 0.0
    if contest.focal >= 0 and contest.candidate[contest.focal] == 1:
        focus = contest.focus
    backed = contest.focal
    if backed < 0 or contest.candidate[backed] == 0:
        backed = favourite(contest, -1)
    total = 0.0
    for j in range(FACTIONS):
        contest.perceived[j] = contest.expected[j] = 0.0
        if contest.candidate[j] == 1:
            shift = (1.0 - focus) * rules.noise * contest.normals[j]
            if j == backed:
                shift += rules.contest_backing * patron_backing
            contest.perceived[j] = contest.power[j] * exp(shift)
            weight = rules.decisiveness * (1.0 - focus) if j == contest.focal else rules.decisiveness
            contest.expected[j] = power(contest.perceived[j], weight)
        total += contest.expected[j]
    for j in range(FACTIONS):
        contest.expected[j] = divide(contest.expected[j], total, 0.0)
