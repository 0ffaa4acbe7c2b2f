"""Fits to two years of gains what eight months of weekly maps cannot tell: how far the drift wanders, and the season.

Gains of spans of March 2023 to February 2025 on ISW's maps (`tables/gains_2023_2025.csv`) are normal: a drift of unknown
mean that reverts to it with the half-life of the disturbance, the noise of the weekly advance, a maker's error of the
map, all added up over the days of a span; a season multiplies the drift (Harvey 1989, ch. 4 and 6; here in closed form,
since spans are few). With no disturbance it is the regression of gains on time with autocorrelated errors.
`python -m experiments.line_fit` prints what docs/evidence.md says of it. Nothing later than February 2025 enters.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from itertools import product

import numpy as np

from experiments.timeline import TABLES, read_date, read_number, read_rows
from model.front import FrontParameters

GAINS = TABLES / "gains_2023_2025.csv"
WEEK = 7
LARGEST = 2000.0  # km2: no month brought as much
MAP_ERROR = 61.0 / math.sqrt(2.0)
"""Of each maker (km2 a span): the spread of the difference of two makers' monthly gains, shared out evenly."""
VAGUE = (40.0, 100.0)
"""What was known of the mean drift of two years before any gain: mean and spread (km2 a week)."""
WANDERS = tuple(float(w) for w in range(1, 31))
SEASON_SD = 0.2
"""Prior spread of the season's two coefficients, whose phase nobody knows."""
COEFFICIENTS = np.linspace(-0.6, 0.6, 13)


@dataclass(frozen=True)
class Spans:
    """Gains of spans of days, on a grid of weeks.

    Attributes
    ----------
    gains : array [span]
        Gain of each (km2).
    share : array [span, week]
        Share of each week that lies in it.
    phase : array [week]
        Where the middle of each week lies in the year, 0..1.
    """

    gains: np.ndarray
    share: np.ndarray
    phase: np.ndarray


def read_spans() -> Spans:
    """Read the table of gains."""
    rows = read_rows(GAINS, ("from", "to", "gain_km2"))
    first = [read_date(where, row, "from") for where, row in rows]
    last = [read_date(where, row, "to") for where, row in rows]
    gains = np.array([read_number(where, row, "gain_km2", -LARGEST, LARGEST) for where, row in rows])
    weeks = math.ceil((last[-1] - first[0]).days / WEEK)
    starts = [first[0] + dt.timedelta(days=WEEK * week) for week in range(weeks)]
    share = np.zeros((len(rows), weeks))
    for span, (a, b) in enumerate(zip(first, last, strict=True)):
        for week, start in enumerate(starts):
            days = (min(b, start + dt.timedelta(days=WEEK)) - max(a, start)).days
            share[span, week] = max(days, 0) / WEEK
    phase = np.array([(start.timetuple().tm_yday - 1 + WEEK / 2) / 366 for start in starts])
    return Spans(gains, share, phase)


def log_likelihood(
    spans: Spans,
    wander: float,
    season: tuple[float, float] = (0.0, 0.0),
    front: FrontParameters | None = None,
) -> float:
    """Log-likelihood of the gains.

    Parameters
    ----------
    spans : Spans
        The gains.
    wander : float
        Weekly innovation of the drift (km2 a week).
    season : (float, float)
        Coefficients of cosine and sine of the year in the season's factor.
    front : FrontParameters, optional
        Memory and noise of the weekly advance, half-life of the disturbance.
    """
    front = front or FrontParameters()
    weeks = np.arange(len(spans.phase))
    apart = np.abs(weeks[:, None] - weeks[None])
    kept = 0.5 ** (1.0 / front.disturbance_half_life)
    drift = wander**2 / (1.0 - kept**2) * kept**apart + VAGUE[1] ** 2
    noise = front.advance_sd**2 / (1.0 - front.memory**2) * front.memory**apart
    year = 2.0 * np.pi * spans.phase
    factor = 1.0 + season[0] * np.cos(year) + season[1] * np.sin(year)
    drawn = spans.share * factor
    spread = drawn @ drift @ drawn.T + spans.share @ noise @ spans.share.T
    root = np.linalg.cholesky(spread + MAP_ERROR**2 * np.eye(len(spans.gains)))
    left = np.linalg.solve(root, spans.gains - VAGUE[0] * drawn.sum(axis=1))
    constant = len(left) * math.log(2.0 * math.pi)
    return float(-0.5 * (left @ left + constant) - np.log(np.diag(root)).sum())


def fit_wander(spans: Spans, season: tuple[float, float] = (0.0, 0.0)) -> tuple[float, float, float]:
    """Weekly innovation of the drift of greatest likelihood, and the ends within one of its logarithm (km2 a week)."""
    found = np.array([log_likelihood(spans, wander, season) for wander in WANDERS])
    near = np.flatnonzero(found > found.max() - 1.0)
    return WANDERS[int(found.argmax())], WANDERS[near[0]], WANDERS[near[-1]]


def fit_season(spans: Spans, wander: float) -> tuple[np.ndarray, np.ndarray, float]:
    """Posterior means and spreads of the season's coefficients, and the most that a season adds to the log-likelihood."""
    places = list(product(COEFFICIENTS, COEFFICIENTS))
    found = np.array([log_likelihood(spans, wander, (float(c), float(s))) for c, s in places])
    at = np.array(places)
    weight = np.exp(found - found.max() - (at**2).sum(axis=1) / (2.0 * SEASON_SD**2))
    weight /= weight.sum()
    mean = weight @ at
    return mean, np.sqrt(weight @ (at - mean) ** 2), float(found.max()) - log_likelihood(spans, wander)


def main() -> None:
    """Print both fits."""
    spans = read_spans()
    wander, low, high = fit_wander(spans)
    gain = FrontParameters().gain
    print(
        f"innovation of the drift: {wander:.0f} km2 a week ({low:.0f} to {high:.0f}), {wander / gain:.4f} log"
    )
    mean, spread, added = fit_season(spans, wander)
    print(f"season: cosine {mean[0]:+.2f} ({spread[0]:.2f}), sine {mean[1]:+.2f} ({spread[1]:.2f})")
    print(f"the best season adds {added:.2f} to the log-likelihood by two coefficients")


if __name__ == "__main__":
    main()
