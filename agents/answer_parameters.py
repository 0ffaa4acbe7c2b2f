"""What answers rest on: weights of terms, what scopes count and stop, what answers earn, what conditions would change."""

from __future__ import annotations

from dataclasses import dataclass

from agents.arithmetic import power
from agents.records import derived, parameter
from agents.switches import TermWeights


@dataclass(frozen=True)
class AnswerParameters(TermWeights):
    """What counts (weights of terms), what scopes stop, what answers earn, what conditions would change."""

    russia_answers: str = parameter(
        "rule",
        "how Russia answers proposals: by rule, or always alike (a counterfactual)",
        unit="",
        choices=("rule", "accept", "reject"),
        kind="convention",
        source="counterfactual switch",
    )
    ukraine_answers: str = parameter(
        "rule",
        "how Ukraine answers proposals: by rule, or always alike (a counterfactual)",
        unit="",
        choices=("rule", "accept", "reject"),
        kind="convention",
        source="counterfactual switch",
    )
    weight_human: float = parameter(
        0.02,
        "what a humanitarian exchange counts in the mediator's eyes, a general ceasefire being 1",
        unit="ratio",
        low=0.0,
        high=0.3,
        kind="prior",
        source="judgement",
    )
    weight_short: float = parameter(
        0.04,
        "what a truce of hours or days counts, a general ceasefire being 1",
        unit="ratio",
        low=0.0,
        high=0.5,
        kind="prior",
        source="judgement: welcomed, but more was wanted (April and May 2025)",
    )
    weight_sector: float = parameter(
        0.18,
        "what a truce of one sector counts, a general ceasefire being 1",
        unit="ratio",
        low=0.0,
        high=0.9,
        kind="prior",
        source="judgement: the energy pause was hailed as a first step (March 2025)",
    )
    weight_final: float = parameter(
        1.5,
        "what a settlement counts, a general ceasefire being 1",
        unit="ratio",
        low=1.0,
        high=4.0,
        kind="prior",
        source="judgement",
    )
    concavity: float = parameter(
        0.5,
        "exponent of credit in the scope granted: below 1, a part earns more than its share",
        unit="exponent",
        low=0.1,
        high=1.5,
        kind="prior",
        source="judgement: partial answers were praised, refusals were not punished alike",
    )
    forgiveness: float = parameter(
        1.4,
        "blame taken away by a unit of credit",
        unit="ratio",
        low=1.0,
        high=4.0,
        kind="prior",
        source="judgement: partial answers escaped most of the blame (March 2025)",
    )
    ease: float = parameter(
        0.5,
        "exponent with which the mediator takes in how hard conditions are to meet: 0 takes them lightly",
        unit="exponent",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: agreement in principle was welcomed in March and May 2025",
    )
    relapse: float = parameter(
        0.85,
        "share of returns to war from a general truce that are laid at the door of the side that wants it",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: who resumes the fighting is blamed for it",
    )
    repetition: float = parameter(
        0.4,
        "share of the credit left for soft answers to a request for a scope that each of them uses up",
        unit="share",
        low=0.0,
        high=0.9,
        kind="prior",
        source="sign: Jervis (1970), a signal informs by being new; size a judgement, after the back-test of 2025",
    )
    renewal: float = parameter(
        52.0,
        "time in which credit used up by repetition is there to be earned anew",
        unit="weeks",
        low=8.0,
        high=260.0,
        kind="prior",
        source="judgement, after the back-test of 2025",
    )
    silence: float = parameter(
        0.25,
        "share of the blame of a refusal that not answering at all adds",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement",
    )
    similarity: float = parameter(
        0.5,
        "dissimilarity of answers within a nest: 1 is plain logit, 0 makes near-duplicates one",
        unit="ratio",
        low=0.05,
        high=1.0,
        kind="prior",
        source="judgement (form: McFadden 1978)",
    )
    sector_ground: float = parameter(
        0.0,
        "share of ground operations that a sector truce stops",
        unit="share",
        low=0.0,
        high=1.0,
        kind="measured",
        source="front operations went on under the energy pause of 18 March to 17 April 2025",
    )
    sea_strikes: float = parameter(
        0.15,
        "share of the worth of a pause of deep strikes that a truce at sea brings",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement",
    )
    rung_days: float = parameter(
        30.0,
        "length of a sector truce granted as a partial answer",
        unit="days",
        low=3.0,
        high=120.0,
        kind="measured",
        source="energy pause of 18 March 2025",
    )
    short_days: float = parameter(
        1.25,
        "length of a short truce granted as a partial answer",
        unit="days",
        low=0.25,
        high=7.0,
        kind="measured",
        source="Easter truce of 19-20 April 2025: 30 hours",
    )
    exchange_gain: float = parameter(
        0.002,
        "worth to either side of an exchange of prisoners or bodies",
        unit="prize",
        low=0.0,
        high=0.01,
        kind="prior",
        source="judgement: exchanges of a thousand for a thousand were carried out in May 2025",
    )
    monitoring_gain: float = parameter(
        0.5,
        "rise of the probability that a truce becomes permanent if it is monitored",
        unit="share of it",
        low=0.0,
        high=1.5,
        kind="prior",
        source="judgement (direction: Fortna 2004)",
    )
    guarantee_cover: float = parameter(
        0.5,
        "share of a shift of power against it that a guarantee takes away",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement",
    )
    relief_share: float = parameter(
        0.12,
        "share of full sanctions relief that is asked for a truce",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: one bank and its payments, in the talks on the Black Sea of March 2025",
    )

    @derived
    def credit_human(self) -> float:
        """Credit of granting a humanitarian exchange, that of a general ceasefire being 1."""
        return power(self.weight_human, self.concavity)

    @derived
    def credit_short(self) -> float:
        """The same of a truce of hours or days."""
        return power(self.weight_short, self.concavity)

    @derived
    def credit_sector(self) -> float:
        """The same of a truce in one sector."""
        return power(self.weight_sector, self.concavity)

    @derived
    def credit_final(self) -> float:
        """The same of a settlement."""
        return power(self.weight_final, self.concavity)
