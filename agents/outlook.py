"""How a belligerent expects the war to end: an objective reached, or a side exhausted, whichever comes first.

Competing risks. War teaches about itself (Wagner 2000; Slantchev 2003): that nobody has been exhausted, the longer the
fighting lasts, speaks against its being near. With endless experience of other wars the rate stays as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.arithmetic import WEEKS_A_YEAR, divide
from agents.rules import rule
from agents.vocabulary import Actor

if TYPE_CHECKING:
    from agents.appraisal import AppraisalParameters


@rule
def exhaustion_rate(fought: float, parameters: AppraisalParameters) -> float:
    """Weekly rate of exhaustion that a belligerent expects after so many years of fighting without it.

    Posterior mean of a gamma belief about the rate of a Poisson event that has not come: a / (b + t) = rate b / (b + t).
    Both sides' rates fall alike, so that the belief in outlasting the other stays.
    """
    learnt = parameters.experience / (parameters.experience + fought)
    return parameters.exhaustion * learnt / WEEKS_A_YEAR


@rule
def average_drift_variance(
    mean: float,
    variance: float,
    wandering: float,
    ground_up_km2: float,
    distance_down_km2: float,
    parameters: AppraisalParameters,
    fought: float = 0.0,
) -> float:
    """Variance of the drift's average over the rest of the war, given the belief about today's.

    A drift that walks by s a week has an average over T weeks that lies s sqrt(T / 3) about today's. T is the
    inverse of the rate at which the war ends, by the mean advance over level ground or by exhaustion.
    """
    ahead = ground_up_km2 if mean > 0.0 else distance_down_km2
    rate = exhaustion_rate(fought, parameters) + divide(abs(mean), ahead, 0.0)
    return variance + wandering * wandering * divide(1.0, 3.0 * rate, 0.0)


@rule
def outlook(
    side: int, victory: float, hazard: float, fought: float, parameters: AppraisalParameters
) -> tuple[float, float]:
    """Believed probability of Russian victory and weekly hazard of a decisive end, on the line or off it.

    Two competing ends: an objective is reached (`victory`, `hazard`), or a side is exhausted, each expecting
    to outlast the other.
    """
    worn_out = exhaustion_rate(fought, parameters)
    outlasts = parameters.outlasting if side == Actor.RUSSIA else 1.0 - parameters.outlasting
    both = hazard + worn_out
    return divide(hazard * victory + worn_out * outlasts, both, victory), min(both, 1.0)
