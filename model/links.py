"""Links: which terms of a text hang together, so that nobody can write one into it without the other.

Issues are traded one by one (Raiffa 1982), but some terms exclude each other by what they mean, and a text that has both
is none: a feasible set, not a taste. A link says that one issue may go no further on the upper half of its scale (for
Russia) than the other goes on its lower half, x_lead - x_follow <= slack, slack half a scale:

- assets follow sanctions: what Europe holds is immobilised by its sanctions, so that none is left to confiscate where
  all of them end; each part of its sanctions that Europe lifts sets free as large a part of the lower half;
- the guarantee follows the bar on the alliance: who is neutral by treaty has no allies without end (Istanbul drafts of
  2022: guarantors consult), and at most a guarantee with a term.

Reduces to each issue by itself at a slack of the whole scale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.arithmetic import clip, divide
from agents.rules import rule
from agents.vocabulary import Issue

if TYPE_CHECKING:
    from agents.states import State
    from model.nash import Table

HALF = 0.5
"""Slack between linked issues: half a scale (model/tables/issues.csv)."""
WHOLE = 1.0


@rule
def partner(issue: int) -> int:
    """The issue to which one is linked, -1 if to none."""
    if issue == Issue.SANCTIONS_RELIEF:
        return Issue.FROZEN_ASSETS
    if issue == Issue.FROZEN_ASSETS:
        return Issue.SANCTIONS_RELIEF
    if issue == Issue.NATO_BAR:
        return Issue.GUARANTEE
    if issue == Issue.GUARANTEE:
        return Issue.NATO_BAR
    return -1


@rule
def leads(issue: int) -> bool:
    """Whether a linked issue is the one that the other must follow."""
    return issue == Issue.SANCTIONS_RELIEF or issue == Issue.NATO_BAR


@rule
def slope(
    russia: State, ukraine: State, issue: int, share: float, curvature: float
) -> tuple[float, float, float, float]:
    """Slope n - d x of the sides' weighted utility along an issue, and how n and d move with Russia's weight."""
    first, second = russia.salience[issue], ukraine.salience[issue]
    pull, drag = share * first, (1.0 - share) * second
    linear, square = 1.0 - curvature, 2.0 * curvature
    towards = linear * (pull - drag) + square * (pull * russia.ideal[issue] + drag * ukraine.ideal[issue])
    turn = linear * (first + second) + square * (first * russia.ideal[issue] - second * ukraine.ideal[issue])
    return towards, square * (pull + drag), turn, square * (first - second)


@rule
def hold_together(
    russia: State,
    ukraine: State,
    issue: int,
    share: float,
    curvature: float,
    slack: float,
    place: float,
    speed: float,
    across: float,
) -> tuple[float, float]:
    """Place of a linked issue on the frontier, and its speed, with its link; as they were where the link is idle.

    `place` and `across` are where it and its partner lie each by itself, from Ukraine's ideal (0) to Russia's (1).
    Where it binds both move as one: t = (n_1 + n_2 + d_2 slack) / (d_1 + d_2), the follower at t - slack.
    """
    other = partner(issue)
    ahead = leads(issue)
    lead, follow = (issue, other) if ahead else (other, issue)
    first, second = (place, across) if ahead else (across, place)
    free = ukraine.ideal[lead] + first * (russia.ideal[lead] - ukraine.ideal[lead])
    behind = ukraine.ideal[follow] + second * (russia.ideal[follow] - ukraine.ideal[follow])
    if free - behind <= slack:
        return place, speed
    n1, d1, turn1, rise1 = slope(russia, ukraine, lead, share, curvature)
    n2, d2, turn2, rise2 = slope(russia, ukraine, follow, share, curvature)
    best = divide(n1 + n2 + d2 * slack, d1 + d2, free)
    low = max(ukraine.ideal[lead], ukraine.ideal[follow] + slack)
    high = min(russia.ideal[lead], russia.ideal[follow] + slack)
    joint = clip(best, low, max(low, high))
    turned = 0.0
    if joint == best:
        turned = divide(turn1 + turn2 + rise2 * slack - joint * (rise1 + rise2), d1 + d2, 0.0)
    position = joint if issue == lead else joint - slack
    wide = russia.ideal[issue] - ukraine.ideal[issue]
    return divide(position - ukraine.ideal[issue], wide, place), divide(turned, wide, 0.0)


@rule
def hold_box(table: Table, package: list[float], slack: float) -> None:
    """Hold the package of a table to a side of each link on which the package on the frontier lies.

    Any two positions in the box, up to h for the lead and from h - slack for the follower, keep the link, h half way
    between where the frontier has the lead and as far as its follower lets it go: at the link itself where that binds.
    """
    for lead in (Issue.SANCTIONS_RELIEF, Issue.NATO_BAR):
        follow = partner(lead)
        edge = 0.5 * (package[lead] + package[follow] + slack)
        table.high[lead] = max(min(table.high[lead], edge), table.low[lead])
        table.low[follow] = min(max(table.low[follow], edge - slack), table.high[follow])


@rule
def tie(package: list[float]) -> None:
    """Let the followers follow in a text that has been amended."""
    for lead in (Issue.SANCTIONS_RELIEF, Issue.NATO_BAR):
        follow = partner(lead)
        package[follow] = max(package[follow], package[lead] - HALF)
