"""How a leader leaves office: which cause, and in which week.

Competing risks (Prentice et al. 1978), one unit exponential clock a cause: paired runs differ only where hazards do.
Reduces, at constant hazards h, to survival exp(-t sum h) and shares h / sum h.
"""

from __future__ import annotations

from agents.arithmetic import clip
from agents.events import Log, emit
from agents.leader import Leader
from agents.rules import rule
from agents.vocabulary import CAUSES, Cause, Happening
from model.polity import Regime

END_OF_WEEK = 1.0


@rule
def crossing(exposure: float, hazard: float, threshold: float) -> float:
    """Moment of the week, 0 to 1, at which the integrated hazard reaches the threshold; 2 if it does not."""
    if exposure + hazard < threshold or hazard <= 0.0:
        return 2.0
    return clip((threshold - exposure) / hazard, 0.0, END_OF_WEEK)


@rule
def step_exits(leader: Leader, regime: Regime, coup: bool, handover: bool, moment: float, log: Log) -> int:
    """Advance the clocks of a leader in office by a week; return the cause of his exit, or `Cause.NONE`.

    Death, incapacity, removal and uprising come by hazard. A coup comes when a plot reports success (`coup`),
    at `moment` of the week (uniform on [0, 1)); a handover at the end of the week in which the leader decided
    on it (`handover`), a defeat at the end of that of the vote. The cause that comes first within the week is the
    exit; at the same moment, the one that stands first in `Cause`. A cause that was not first has no further
    effect: its clock stops with the leader's term.
    """
    if not leader.in_office:
        return Cause.NONE.value
    first = Cause.NONE.value
    when = 2.0
    for cause in range(1, CAUSES):
        at = 2.0
        if cause == Cause.COUP:
            if coup:
                at = clip(moment, 0.0, END_OF_WEEK)
        elif cause == Cause.HANDOVER:
            if handover:
                at = END_OF_WEEK
        elif cause == Cause.DEFEAT:
            if leader.defeated:
                at = END_OF_WEEK
        else:
            hazard = max(leader.hazard[cause], 0.0)
            at = crossing(leader.exposure[cause], hazard, leader.threshold[cause])
            leader.exposure[cause] = leader.exposure[cause] + hazard
        if at < when:
            when = at
            first = cause
    if first != Cause.NONE:
        leader.in_office = False
        regime.exits += 1
        regime.last_cause = first
        regime.last_exit_week = log.week
        emit(log, Happening.EXIT, leader.faction, leader.number, -1, first, leader.tenure)
    return first
