"""The frozen line: what a bare ceasefire along the present line amounts to on every issue.

The reversion point of the talks, as Romer and Rosenthal (1978) call what holds if nothing is agreed.
Reduces to the share held of the disputed area on territory and to the declared positions elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agents.arithmetic import clip, divide
from agents.records import parameter
from agents.rules import rule
from agents.vocabulary import ISSUES, Issue

if TYPE_CHECKING:
    from model.table import Diplomacy
    from model.war import Front


@dataclass(frozen=True)
class FrozenLineParameters:
    """Where a bare ceasefire leaves the issues, on scales from Ukraine's ideal point (0) to Russia's (1)."""

    disputed_km2: float = parameter(
        135790.0,
        "area of Crimea with Sevastopol and of the four regions claimed in 2022",
        unit="km2",
        low=130000.0,
        high=140000.0,
        kind="measured",
        source="areas of regions, State Statistics Service of Ukraine",
    )
    frozen_recognition: float = parameter(
        0.15,
        "recognition that a bare ceasefire leaves: control borne in fact",
        unit="0..1",
        low=0.0,
        high=0.5,
        kind="prior",
        source="judgement",
    )
    frozen_nato_bar: float = parameter(
        0.35,
        "bar to NATO that it leaves: an open door with no membership in sight",
        unit="0..1",
        low=0.1,
        high=0.6,
        kind="prior",
        source="judgement on American statements of February 2025",
    )
    frozen_troops: float = parameter(
        0.65,
        "position on foreign troops that it leaves if no reassurance force is ready",
        unit="0..1",
        low=0.5,
        high=0.9,
        kind="prior",
        source="judgement: trainers and logistics at most",
    )
    reassured_troops: float = parameter(
        0.25,
        "position on foreign troops with the reassurance force in place",
        unit="0..1",
        low=0.0,
        high=0.5,
        kind="convention",
        source="scale of the issue: a force away from the line",
    )
    americans_alone: float = parameter(
        0.5,
        "position on aid and on sanctions once the United States have stopped all of theirs",
        unit="0..1",
        low=0.5,
        high=0.5,
        kind="convention",
        source="scales of the issues (model/tables/issues.csv)",
    )
    frozen_assets: float = parameter(
        0.5,
        "position on frozen assets that it leaves: immobilised",
        unit="0..1",
        low=0.3,
        high=0.7,
        kind="convention",
        source="scale of the issue",
    )
    frozen_leadership: float = parameter(
        0.1,
        "position on leadership that it leaves: elections once martial law ends",
        unit="0..1",
        low=0.0,
        high=0.4,
        kind="prior",
        source="judgement",
    )
    frozen_nuclear_plant: float = parameter(
        0.95,
        "position on the nuclear plant that it leaves: in Russian hands, not in service",
        unit="0..1",
        low=0.7,
        high=1.0,
        kind="prior",
        source="judgement",
    )
    frozen_strikes: float = parameter(
        0.3,
        "position on energy strikes that it leaves: halted, barely monitored",
        unit="0..1",
        low=0.0,
        high=0.6,
        kind="prior",
        source="judgement",
    )
    frozen_sea: float = parameter(
        0.3,
        "position on the Black Sea that it leaves: the corridor works",
        unit="0..1",
        low=0.0,
        high=0.6,
        kind="prior",
        source="judgement",
    )
    frozen_prisoners: float = parameter(
        0.5,
        "position on prisoners that it leaves: large exchanges",
        unit="0..1",
        low=0.0,
        high=0.8,
        kind="prior",
        source="judgement on the exchanges of March to August 2025",
    )
    frozen_business: float = parameter(
        0.3,
        "position on business that it leaves: minerals with Ukraine, first talks with Russia",
        unit="0..1",
        low=0.0,
        high=0.6,
        kind="prior",
        source="judgement",
    )


@rule
def frozen_line(front: Front, diplomacy: Diplomacy, parameters: FrozenLineParameters, package: Any) -> None:
    """Fill `package` with the positions that a bare ceasefire along the present line amounts to.

    Territory is the share held of what is disputed; there is no army cap; aid and sanctions stand as the
    United States have set theirs; troops and guarantee are what the supporters can offer; the rest is left
    where the fighting leaves it, or where conditions of a truce in force have put it.
    """
    package[Issue.SEQUENCE] = 0.0
    package[Issue.TERRITORY] = clip(divide(front.occupied_km2, parameters.disputed_km2, 1.0), 0.0, 1.0)
    package[Issue.RECOGNITION] = parameters.frozen_recognition
    package[Issue.NATO_BAR] = parameters.frozen_nato_bar
    package[Issue.ARMY_CAP] = 0.0
    package[Issue.FOREIGN_TROOPS] = (
        parameters.frozen_troops
        + (parameters.reassured_troops - parameters.frozen_troops) * diplomacy.reassurance
    )
    package[Issue.FOREIGN_AID] = parameters.americans_alone * (1.0 - diplomacy.us_aid)
    package[Issue.SANCTIONS_RELIEF] = parameters.americans_alone * diplomacy.sanctions_relief
    package[Issue.FROZEN_ASSETS] = parameters.frozen_assets
    package[Issue.LEADERSHIP] = parameters.frozen_leadership
    package[Issue.NUCLEAR_PLANT] = parameters.frozen_nuclear_plant
    package[Issue.ENERGY_STRIKES] = parameters.frozen_strikes
    package[Issue.BLACK_SEA] = parameters.frozen_sea
    package[Issue.PRISONERS] = parameters.frozen_prisoners
    package[Issue.GUARANTEE] = 1.0 - diplomacy.guarantee
    package[Issue.BUSINESS] = parameters.frozen_business
    for issue in range(ISSUES):
        package[issue] = max(package[issue], diplomacy.conceded[issue])
