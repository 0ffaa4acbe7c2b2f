"""Decides what is reported of the line, and hands states what they learn of its drift.

Reported area is the true one with an error that maps correct over weeks: makers of maps differ by it. With no
error states see the advance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import divide
from agents.beliefs import update_belief
from agents.records import parameter
from agents.rules import rule
from agents.vocabulary import WarEnd
from model.ground import behind_river, river_toll

if TYPE_CHECKING:
    from agents.beliefs import BeliefParameters
    from agents.states import State
    from model.front import FrontParameters
    from model.war import Front


@dataclass(frozen=True)
class ReportParameters:
    """Errors of the reported area."""

    error_sd: float = parameter(
        23.0,
        "weekly innovation of the error of the reported area",
        unit="km2",
        low=0.0,
        high=60.0,
        kind="estimated",
        source="months of August 2024 to February 2025 on two makers' maps: differences of sd 61 km2 about 94",
    )
    error_memory: float = parameter(
        0.8,
        "share of the error of the reported area that survives a week",
        unit="share",
        low=0.0,
        high=0.98,
        kind="prior",
        source="judgement: maps are corrected within about a month",
    )


@rule
def report(front: Front, parameters: ReportParameters) -> None:
    """Report the area and the week's advance; call after `move_front`."""
    error = parameters.error_memory * (front.report_km2 - front.occupied_km2 + front.advance_km2)
    error = error + parameters.error_sd * front.normals[2]
    front.reported_km2 = front.occupied_km2 + error - front.report_km2
    front.report_km2 = front.occupied_km2 + error


@rule
def inform(
    state: State,
    actor: int,
    front: Front,
    parameters: ReportParameters,
    movement: FrontParameters,
    beliefs: BeliefParameters,
) -> None:
    """Let a state learn from the week's report and from its own intelligence about the drift."""
    if front.end != WarEnd.GOES_ON:
        return
    spread = movement.advance_sd * front.readiness * front.fighting
    errors = 2.0 * parameters.error_sd * parameters.error_sd / (1.0 + parameters.error_memory)
    memory = movement.memory
    variance = spread * spread + (1.0 + memory * memory) * errors
    drift = divide(front.drift_km2, front.season, 0.0)
    toll = river_toll(movement) if behind_river(front, movement) else 0.0
    update_belief(
        state, actor, front.reported_km2, drift, front.season, front.fighting, memory, variance, beliefs, toll
    )
