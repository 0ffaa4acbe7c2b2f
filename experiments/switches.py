"""What can be switched off, and by which parameters: terms of an answer's utility, and whole mechanisms."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from agents.vocabulary import Term, label
from model.errors import InputError

if TYPE_CHECKING:
    from model.scenario import Scenario

TERMS: dict[str, dict[str, Any]] = {
    label(Term.LASTING): {"answers.lasting": 0.0},
    label(Term.MOMENTUM): {"answers.momentum": 0.0},
    label(Term.REGROUP): {"answers.regroup": 0.0},
    label(Term.CREDIT): {"answers.credit": 0.0},
    label(Term.BLAME): {"mediator.blame": 0.0, "mediator.blame_pressure": 0.0},
    label(Term.HOME): {"positions.office_value_russia": 0.0, "positions.office_value_ukraine": 0.0},
    label(Term.PRICE): {"answers.conditions": 0.0},
    label(Term.CHANCE): {"diplomacy.disposition_sd": 0.0},
    "relapse": {"answers.relapse": 0.0},
    "gap": {"answers.gap": 0.0},
    "aims": {
        "diplomacy.attachment_russia": 0.0,
        "diplomacy.attachment_ukraine": 0.0,
        "diplomacy.attachment_stance": 0.0,
    },
    "learning": {"answers.learning": 0.0},
}
"""Parameters that put each term at 0: those of `agents.vocabulary.Term`, and parts of them."""

MECHANISMS: dict[str, dict[str, Any]] = {
    "commitment-fear": {"appraisal.foresight": 0.0, "answers.gap": 0.0},
    "mutual-optimism": {"beliefs.optimism": 0.0, "beliefs.bias": 0.0, "appraisal.outlasting": 0.5},
    "pressure-swings": {"mediator.switch_rate": 0.0},
    "permanence": {"truce.extension_first": 0.0, "truce.extension_adjustment": 0.0},
    "credit-and-blame": TERMS["credit"] | TERMS["blame"],
    "relapse": TERMS["relapse"],
    "price": TERMS["price"],
    "aims": TERMS["aims"],
    "types": {"diplomacy.disposition_sd": 0.0, "diplomacy.attachment_sd": 0.0},
    "learning": TERMS["learning"],
    "momentum": TERMS["momentum"],
    "lasting": TERMS["lasting"],
    "regroup": TERMS["regroup"],
    "home": TERMS["home"],
}
"""Parameters that take a mechanism out of the model."""

MOMENTUM_ALONE: dict[str, Any] = {
    parameter: value
    for term in ("lasting", "regroup", "home", "price", "chance", "relapse", "aims", "gap", "learning")
    for parameter, value in TERMS[term].items()
}
"""What leaves the front forgone, and credit and blame with the mediator, and nothing else."""

ONLY_SECTOR = {"answers.weight_human": 0.0, "answers.weight_short": 0.0, "answers.weight_sector": 0.36}
"""The sector truce as the only lower rung, at a credit of 0.6."""

LIMIT: dict[str, Any] = {
    **MECHANISMS["permanence"],
    **{
        parameter: value
        for term in ("lasting", "regroup", "home", "price", "chance", "relapse", "learning")
        for parameter, value in TERMS[term].items()
    },
    **ONLY_SECTOR,
    "answers.sector_ground": 0.4,
    "answers.forgiveness": 4.0,
    "answers.silence": 0.0,
    "answers.noise": 0.0,
}
"""Momentum and the American opening alone, three answers, infinite precision: the limit in closed form."""


def without(scenario: Scenario, term: str) -> Scenario:
    """Return the scenario with one term of the utility of an answer, or one mechanism, switched off.

    Raises
    ------
    InputError
        If there is neither; the nearest is offered.
    """
    known = TERMS | MECHANISMS
    if term not in known:
        near = difflib.get_close_matches(term, known, n=1, cutoff=0.4)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise InputError(f"--without: found {term!r}; allowed: one of {', '.join(known)}{hint}")
    return scenario.with_(**known[term])
