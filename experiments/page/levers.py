"""What a visitor may change: scenario, China's support, seed and the main parameters, as they are declared."""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from model.scenario import Scenario

if TYPE_CHECKING:
    from model.scenario import ParameterInfo

LEVERS: dict[str, tuple[str, ...]] = {
    "The front": ("front.drift", "front.river"),
    "The bargaining": (
        "mediator.opening",
        "mediator.dependence",
        "answers.relapse",
        "diplomacy.attachment_russia",
    ),
    "Supporters of Ukraine": ("supporters.response",),
    "Oil": ("market.level",),
    "Dependence on China": ("patron.independence",),
    "The Kremlin": ("plots.pace", "contest.elite_fighting"),
}
"""Parameters by what they govern."""
BASELINE = "march-2025"
SEED = 7
LARGEST_SEED = 9999
MOST_RUNS = 1000
_FEWEST_STEPS = 20
_FINER = 4


@dataclass(frozen=True)
class Setting:
    """What is assumed for the next history, or for the histories of an ensemble.

    Attributes
    ----------
    scenario, china : str
        Name of a scenario that comes with the model; the assumption about China's support.
    seed : int
        Seed of the history, or of the ensemble.
    changed : mapping
        Levers that stand elsewhere than in the scenario, by dotted name.
    """

    scenario: str = BASELINE
    china: str = "hedged"
    seed: int = SEED
    changed: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def of_scenario(self, name: str) -> Setting:
        """Return the setting of another scenario, with its own levers."""
        return Setting(name, loaded(name).china, self.seed)

    def with_seed(self, value: int | None) -> Setting:
        """Return the setting with another seed, held to its range; what is no number changes nothing."""
        held = self.seed if value is None else min(max(value, 0), LARGEST_SEED)
        return dataclasses.replace(self, seed=held)

    def with_lever(self, name: str, value: float) -> Setting:
        """Return the setting with one lever moved; back where the scenario has it, it is no change."""
        moved = {**self.changed, name: value}
        if value == loaded(self.scenario)[name]:
            del moved[name]
        return dataclasses.replace(self, changed=MappingProxyType(moved))

    def value(self, name: str) -> Any:
        """Where a lever stands."""
        return self.changed.get(name, loaded(self.scenario)[name])

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of `DilemmaModel`."""
        return {"scenario": self.scenario, "rng": self.seed, "china": self.china, **self.changed}

    def assumed(self) -> Scenario:
        """Return the scenario with all changes made."""
        return _assumed(self.scenario, self.china, tuple(self.changed.items()))

    def words(self) -> str:
        """Say in a line what is assumed."""
        parts = [f"China: {self.china}", *(f"{name} {value:g}" for name, value in self.changed.items())]
        return f"{loaded(self.scenario).title}; {', '.join(parts)}"


@functools.lru_cache(maxsize=64)
def _assumed(name: str, china: str, changed: tuple[tuple[str, float], ...]) -> Scenario:
    """Change a scenario: every change checks all parameters, and several parts of a page ask for the same."""
    return loaded(name).with_(china=china, **dict(changed))


@functools.cache
def loaded(name: str) -> Scenario:
    """Return a scenario that comes with the model."""
    return Scenario.load(name)


def label_of(info: ParameterInfo) -> str:
    """Return the words of a lever, from its declaration."""
    return info.meaning[0].upper() + info.meaning[1:]


def shown(value: float, info: ParameterInfo) -> str:
    """Return a value with its unit, as a reader has it."""
    return f"{value:g} {unit_of(info)}".strip()


def unit_of(info: ParameterInfo) -> str:
    """Return the unit of a parameter in print."""
    return info.unit.replace("km2", "km²")


def hint_of(info: ParameterInfo) -> str:
    """Return range, kind and source of a parameter in a line."""
    source = info.source if info.source.startswith(info.kind) else f"{info.kind}: {info.source}"
    return f"{info.allowed}. {source[0].upper()}{source[1:]}."


def range_of(info: ParameterInfo) -> tuple[float, float]:
    """Return the ends of a lever."""
    assert info.low is not None
    assert info.high is not None
    return float(info.low), float(info.high)


def step_of(info: ParameterInfo) -> float:
    """Return the step of a lever: 1, 2 or 5 times a power of ten, and as fine as its own value needs.

    A browser moves a value that lies between two steps onto one of them; so none may lie between.
    """
    low, high = range_of(info)
    widest = (high - low) / _FEWEST_STEPS
    exponent = math.floor(math.log10(widest))
    steps = [digit * 10.0**power for power in range(exponent, exponent - _FINER, -1) for digit in (5, 2, 1)]
    fitting = (step for step in steps if step <= widest and _divides(step, float(info.default) - low))
    return next(fitting, steps[-1])


def _divides(step: float, span: float) -> bool:
    return abs(span / step - round(span / step)) < 1e-6
