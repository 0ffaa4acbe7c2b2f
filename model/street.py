"""Decides at what hazard a spark grows into a rising that those who repress do not hold.

Thresholds after Granovetter (1978) and Kuran (1991), sparks after Lohmann (1994), who holds after Chenoweth and
Stephan (2011). Reduces to Granovetter's case: with a mean of 25 and a deviation of 12.2 of 100 no spark is needed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from agents.arithmetic import WEEKS_A_YEAR, clip, divide, exp, log, normal_cdf, sqrt
from agents.records import parameter, prior
from agents.rules import rule

RATES = "fitted to half of the published rates of the reference class: docs/base_rates.md"
STREET = "sign: Kendall-Taylor and Frantz (2014), Chenoweth and Stephan (2011); size a judgement"
KURAN = "Kuran (1991), Now out of Never; size a judgement"
HIDING = "cost of hiding full opposition"
ROOT_OF_TWO_PI = math.sqrt(2.0 * math.pi)


@dataclass(frozen=True)
class StreetParameters:
    """What sets citizens moving, what holds them back, and who holds the street."""

    risings: float = parameter(
        0.95,
        "sparks that could set off a rising: frauds, prices, calls to arms",
        unit="a year",
        low=0.1,
        high=4.0,
        kind="estimated",
        source=RATES,
    )
    occasion: float = prior(
        3.0,
        1.0,
        8.0,
        "ratio",
        "sparks between an election and the new term, relative to other times",
        "sign: Tucker (2007) on stolen elections, Knutsen, Nygard and Wig (2017); size a judgement",
    )
    split: float = prior(
        1.0, 0.0, 2.0, "share", "repression that fails per share of elite power in open dissent", STREET
    )
    fear: float = prior(
        1.0, 0.3, 3.0, HIDING, "cost to a lone protester of repression that holds in full", KURAN
    )
    hope: float = prior(
        1.0, 0.3, 3.0, HIDING, "gain to a citizen from having been out when a rising prevails", KURAN
    )
    opinion_spread: float = prior(
        0.3,
        0.1,
        0.6,
        "support",
        "standard deviation of citizens' private support of the ruler on the scale of -1 to 1",
        "as of elite stances within factions, 0.25 to 0.35; judgement",
    )
    spark: float = prior(
        0.03,
        0.005,
        0.15,
        "share",
        "citizens of the capital whom a spark brings out of itself, mean",
        "judgement: a hundredth in Moscow in December 2011, a tenth in Minsk in August 2020",
    )


@rule
def tipping_spark(mean: float, spread: float) -> float:
    """Share that must come out unasked for a cascade through normal thresholds; 0 if it needs nobody.

    Who are out, S, call out F(S) = Phi((S - mean)/spread). The cascade passes every S once the spark exceeds
    the greatest gap S - F(S): where F' = 1, at S = mean - u spread with u = sqrt(-2 ln(spread sqrt(2 pi))).
    """
    steps = sqrt(-2.0 * log(spread * ROOT_OF_TWO_PI))
    return max(mean - steps * spread - normal_cdf(-steps), 0.0)


@rule
def spark_needed(unrest: float, left: float, parameters: StreetParameters) -> float:
    """Spark that would tip the street, where `left` of the power to repress holds.

    A citizen of private support x comes out once a share (k + x)/(k + b) is out, k = fear times what is left:
    b S - k (1 - S) - x = 0 (Kuran). Mean support is 1 - 2 unrest: unrest counts those who oppose.
    """
    cost = parameters.fear * left
    scale = cost + parameters.hope
    return tipping_spark((cost + 1.0 - 2.0 * unrest) / scale, parameters.opinion_spread / scale)


@rule
def uprising_hazard(unrest: float, repression: float, dissent: float, parameters: StreetParameters) -> float:
    """Hazard of a rising that prevails (a week): sparks * P(spark > needed) * (1 - repression left).

    Sparks are exponential. Repression is loyal and paid, and fails as far as elites openly dissent: its organs wait
    when the elite is split. Of mass risings, what is left of it holds as many as its share.
    """
    left = repression * (1.0 - clip(parameters.split * dissent, 0.0, 1.0))
    tips = exp(-divide(spark_needed(unrest, left, parameters), parameters.spark, 0.0))
    return parameters.risings / WEEKS_A_YEAR * tips * (1.0 - left)
