"""Russia's economy, China's support, and dials of the dependence on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agents.vocabulary import Dependence, label
from experiments.drawing import LINES, Drawn, draw_lines, label_dates
from experiments.style import colour_of, new_figure
from model.calendar import START

if TYPE_CHECKING:
    from experiments.page.moment import Moment

SHARES = {
    "key_rate": "key rate",
    "inflation": "inflation",
    "growth": "growth",
    "war_burden": "military\nspending / GDP",
}
MEANS = {"reserves": "reserve fund,\ntrn RUB", "rents": "rents of elites,\nMarch 2025 = 1"}
SUPPORT = {
    "china_trade": "trade",
    "china_dual_use": "dual-use goods",
    "china_finance": "payments that\ngo through",
    "china_diplomacy": "diplomatic cover",
}


def draw_accounts(moment: Moment) -> Drawn:
    """Draw accounts and support as lines, dependence as dials."""
    figure, axes = new_figure(2, 2, height=4.4)
    for axis, title, unit, columns in (
        (axes[0, 0], "Russia's economy", "share (a year)", SHARES),
        (axes[0, 1], "What is left to share", "trn RUB, index", MEANS),
        (axes[1, 0], "China's support", "2024 = 1, or share", SUPPORT),
    ):
        draw_lines(axis, moment.series, columns)
        axis.set_title(title)
        axis.set_ylabel(unit)
        axis.set_xlim(START, moment.last)
        label_dates(axis)
    _draw_dials(axes[1, 1], moment)
    return Drawn(
        "accounts",
        "What can Russia afford, and how far does it depend on China?",
        f"{moment.words}. Dials: share in which a domain depends on China; tick: at the start; lowest: what that "
        "leaves of Russia's freedom of action.",
        figure,
    )


def _draw_dials(axis: Any, moment: Moment) -> None:
    """Draw a dial for each domain, and for the freedom of action that dependence leaves."""
    patron = moment.ledger["patron"]
    colour = colour_of(moment.scenario.china, 0)
    words = [label(domain) for domain in Dependence]
    shares = [float(share) for share in patron["dependence"]]
    starts = [float(moment.scenario[f"patron.start_{word}"]) for word in words]
    rows = range(len(words) + 1)
    axis.barh(rows, 1.0, color="#f0f0f0", height=0.6)
    axis.barh(
        rows, [*shares, float(patron["autonomy"])], color=[colour] * len(words) + [LINES[2]], height=0.6
    )
    axis.plot(starts, range(len(words)), "|", ms=13, mew=1.6, color="#D55E00")
    axis.set_yticks(rows, [*words, "freedom\nof action"])
    axis.invert_yaxis()
    axis.set_xlim(0.0, 1.0)
    axis.grid(axis="y", visible=False)
    axis.set_title("Dependence on China")
    axis.set_xlabel("share")
