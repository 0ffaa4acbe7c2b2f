"""Decides when the mediator sets a side a date by which to accept, what the date is worth to it, and what follows.

A threat whose cost is known only when it falls due (Fearon 1994; Sartori 2002 on one's word), a deadline towards which
answers crowd (Roth, Murnighan and Schoumaker 1988; Ponsati 1995). Without a measure, or a mediator who has never kept
its word, no date is set; one to whom measures cost nothing keeps every date.
"""

from __future__ import annotations

from dataclasses import dataclass

from agents.arithmetic import clip, exp, log, logistic, power
from agents.records import Record, column, parameter
from agents.rules import rule

SMALL = 1e-6  # keeps the odds of a chance, and the cost of a measure, off 0


class Deadline(Record):
    """The date that the mediator has set a side, and its word."""

    running: bool = column("a date is set", "")
    weeks_left: float = column("time to it", "weeks")
    side: float = column("whom it is set: 1 Russia, -1 Ukraine", "")
    kept: float = column("Beta count: dates on which the mediator did as it had said", "count")
    dropped: float = column("Beta count: dates that it let pass", "count")


@dataclass(frozen=True)
class DeadlineParameters:
    """What dates the mediator sets, and whether it keeps them."""

    weeks: float = parameter(
        7.0,
        "time that a side is given",
        unit="weeks",
        low=1.0,
        high=26.0,
        kind="measured",
        source="50 days, 14 July 2025 (cut to 25 on 28 July)",
    )
    measure: float = parameter(
        1.0,
        "standing that a side loses if the measure is taken, against the credit of acceptance",
        unit="ratio",
        low=0.0,
        high=4.0,
        kind="prior",
        source="judgement: tariffs on the buyers of oil, or the stop of aid, against what acceptance would earn",
    )
    cost: float = parameter(
        0.5,
        "mean cost of a measure to the mediator, which learns it on the day, against a general ceasefire",
        unit="ratio",
        low=0.02,
        high=5.0,
        kind="prior",
        source="judgement: tariffs on the buyers of Russian oil were not imposed in August 2025",
    )
    word: float = parameter(
        0.4,
        "worth to a patient mediator of having its word believed, against a general ceasefire",
        unit="ratio",
        low=0.0,
        high=2.0,
        kind="prior",
        source="judgement: near the cost of a measure, since some dates were kept and some not",
    )
    doubt: float = parameter(
        0.004,
        "spread of what the mediator does not know of a side's gain from accepting",
        unit="prize",
        low=0.0005,
        high=0.03,
        kind="prior",
        source="judgement: above the noise of one answer (diplomacy.ambiguity_russia)",
    )
    repeated: float = parameter(
        0.2,
        "chance in a week that the mediator asks again before the date",
        unit="share",
        low=0.0,
        high=0.9,
        kind="estimated",
        source="five American requests for a general ceasefire from 18 March to 31 August 2025, in 24 weeks",
    )
    kept: float = parameter(
        1.0,
        "Beta count on 18 March 2025: threats carried out",
        unit="count",
        low=0.1,
        high=10.0,
        kind="prior",
        source="judgement: aid and intelligence were stopped on 3 March 2025",
    )
    dropped: float = parameter(
        1.0,
        "Beta count on 18 March 2025: threats that were not",
        unit="count",
        low=0.1,
        high=10.0,
        kind="prior",
        source="judgement: tariffs and sanctions announced on 22 January 2025 had not come",
    )


@rule
def believed(deadline: Deadline) -> float:
    """Chance, to those whom a date is set, that the mediator does as it says."""
    return deadline.kept / (deadline.kept + deadline.dropped)


@rule
def credence(deadline: Deadline, parameters: DeadlineParameters) -> float:
    """What the mediator's pressure is taken for, 1 as on 18 March 2025: by the word it keeps (Sartori 2002)."""
    first = parameters.kept / (parameters.kept + parameters.dropped)
    return believed(deadline) / first


@rule
def price(favour: float, parameters: DeadlineParameters) -> float:
    """Mean cost of a measure against a side: above usual against one that the mediator favours (-1..1)."""
    return max(parameters.cost * (1.0 + favour), SMALL)


@rule
def chance_to_act(patience: float, favour: float, parameters: DeadlineParameters) -> float:
    """Probability that the mediator acts on the day, 1 - e^(-s/k): the cost, exponential of mean k, is below s.

    s is what its word is worth, the less the less patience is left for an effort in which it would serve.
    """
    return 1.0 - exp(-parameters.word * patience / price(favour, parameters))


@rule
def expected_cost(patience: float, favour: float, parameters: DeadlineParameters) -> float:
    """What a date that is not met will cost: the measure or the word, whichever is less, k (1 - e^(-s/k))."""
    return price(favour, parameters) * chance_to_act(patience, favour, parameters)


@rule
def under_threat(chance: float, threat: float, parameters: DeadlineParameters) -> float:
    """Chance of acceptance once refusal costs `threat` more (prize), the gain from accepting being logistic."""
    known = clip(chance, SMALL, 1.0 - SMALL)
    return logistic(log(known / (1.0 - known)) + threat / parameters.doubt)


@rule
def worth_of_date(
    chance: float, threat: float, patience: float, favour: float, parameters: DeadlineParameters
) -> float:
    """Gain from setting a date: likelier acceptance, less the cost if it is not met (a general ceasefire is 1)."""
    moved = under_threat(chance, threat, parameters)
    return patience * (moved - chance) - (1.0 - moved) * expected_cost(patience, favour, parameters)


@rule
def threatened(deadline: Deadline, side: float, parameters: DeadlineParameters) -> float:
    """Standing that a refusal by this side puts at risk, against the credit of acceptance.

    The measure, as far as it is believed and this is the last question before the date: later ones can still be
    answered, so that the threat is felt as the date nears.
    """
    if not deadline.running or deadline.side != side:
        return 0.0
    last = power(1.0 - parameters.repeated, max(deadline.weeks_left, 0.0))
    return believed(deadline) * parameters.measure * last


@rule
def keep_date(deadline: Deadline, met: bool, dropped: bool, act: float, uniform: float) -> int:
    """Play a week of a date that runs: -1 if it ends before its day or has not come, else whether it is kept (0, 1).

    It is `met` by a truce, and `dropped` once the mediator presses the other side, which costs its word too; on the
    day it acts with probability `act`.
    """
    if not deadline.running:
        return -1
    deadline.weeks_left = deadline.weeks_left - 1.0
    if met:
        deadline.running = False
        return -1
    if not dropped and deadline.weeks_left > 0.0:
        return -1
    deadline.running = False
    if not dropped and uniform < act:
        deadline.kept = deadline.kept + 1.0
        return 1
    deadline.dropped = deadline.dropped + 1.0
    return 0


@rule
def set_date(deadline: Deadline, side: float, weeks: float) -> None:
    """Set a side its date."""
    deadline.running = True
    deadline.side = side
    deadline.weeks_left = weeks


@rule
def open_word(deadline: Deadline, parameters: DeadlineParameters) -> None:
    """What an administration's word is worth as it comes into office."""
    deadline.running = False
    deadline.kept = parameters.kept
    deadline.dropped = parameters.dropped
