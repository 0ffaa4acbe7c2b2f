"""Switches: weights of the terms of an answer's utility, 1 in the model and 0 to see what a term does.

Terms that a parameter of their own puts at 0 have no weight here (`experiments/switches.py` names those). All at
0 but momentum and credit leave the limit of `agents.answers.answer_boundaries`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from agents.records import parameter


def weight(meaning: str) -> Any:
    """Declare the weight of a term."""
    return parameter(
        1.0,
        meaning,
        unit="share",
        low=0.0,
        high=1.0,
        kind="convention",
        source="switch: 1 in the model, 0 to see what the term does",
    )


@dataclass(frozen=True)
class TermWeights:
    """What counts in an answer."""

    lasting: float = weight("weight of what a truce that sticks is worth over fighting on, rho (F - W)")
    momentum: float = weight("weight of the front forgone in a pause that ends")
    regroup: float = weight("weight of regrouping, rearming and deep strikes spared in a pause")
    gap: float = weight("weight of Powell's gap in what a settlement is worth")
    credit: float = weight("weight of the credit that an answer earns with the mediator")
    conditions: float = weight("weight of the chances that conditions are met: with 0 none is asked")
    noise: float = weight("weight of the noise of answers: with 0 the best one is given for certain")
    learning: float = weight(
        "weight of the learned chance that the other refuses: with 0 it is sure to accept"
    )
