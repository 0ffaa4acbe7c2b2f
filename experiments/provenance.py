"""Where every parameter comes from: a page of them all, and how much of the model rests on which kind of ground.

`python -m experiments.provenance` writes docs/parameters.md from the declarations (a test holds it to them); with
`--measure` it plays anew how far headlines move over the ranges of each kind of parameter alone, and draws the figure.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.designs import design
from experiments.factors import ranged
from experiments.headlines import HEADLINES
from experiments.priors import Layers, layers_of
from experiments.sensitivity import values_of
from experiments.store import HOME, source_digest, write_bytes, write_json, write_text
from experiments.style import as_png, in_style, new_figure
from experiments.sweeps import sweep_into
from model.parameters import Parameters
from model.scenario import ParameterInfo, Scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PAGE = HOME / "docs" / "parameters.md"
FIGURE = HOME / "docs" / "figures" / "provenance.png"
KEPT = Path(__file__).parent / "tables" / "provenance.json"
KINDS = {
    "measured": "a published figure, with the range that its source leaves open",
    "estimated": "fitted to named data, or worked out from published figures",
    "prior": "a judgement, with the work that it leans on",
    "convention": "a definition or a choice of what to simulate; nothing to be wrong about",
}
COLOURS = {"measured": "#0072B2", "estimated": "#56B4E9", "prior": "#E69F00", "convention": "#BBBBBB"}
AREAS: dict[str, tuple[str, ...]] = {
    "war and strikes": ("war", "front", "forces", "materiel", "strikes", "reports"),
    "economies and aid": ("market", "trade", "sanctions", "budget", "macro", "growth", "aid"),
    "China": ("patron",),
    "beliefs and appraisal": ("beliefs", "appraisal", "positions", "frozen_line", "learning"),
    "mediation and answers": (
        "answers",
        "conditions",
        "proposals",
        "diplomacy",
        "mediator",
        "deadline",
        "settlement",
    ),
    "truces and terms": ("truce", "terms", "dividends", "prisoners"),
    "Ukraine at home, Europe": ("home_front", "supporters", "europe", "influence", "wedge"),
    "the ruler": ("leader", "palace", "purges", "heirs", "ballot", "regime"),
    "elites and services": ("elites", "roster", "organs", "services", "coup_stakes", "plots", "removal"),
    "succession": ("succession", "contest", "successors"),
}
DRAWS, RUNS = 64, 8


def infos() -> list[ParameterInfo]:
    """Return all parameters with the values of the baseline."""
    return list(Scenario.load("march-2025").parameters())


def group_of(info: ParameterInfo) -> str:
    """Return the mechanism's group that a parameter belongs to."""
    return info.name.split(".")[0]


def counts() -> dict[str, Counter[str]]:
    """Count parameters by kind in every area."""
    kinds = [(group_of(info), info.kind) for info in infos()]
    return {area: Counter(kind for group, kind in kinds if group in groups) for area, groups in AREAS.items()}


def unsourced(found: list[ParameterInfo]) -> int:
    """Count judgements that name no work at all."""
    return sum(1 for info in found if info.kind == "prior" and info.source.strip() == "judgement")


# How much moves over the ranges of each kind


def measure(draws: int = DRAWS, runs: int = RUNS, seed: int = 1) -> dict[str, dict[str, Layers]]:
    """Draw the parameters of one kind alone over their ranges, the others as they are; headlines by kind."""
    base = Scenario.load("march-2025")
    names = {kind: [i.name for i in ranged(base) if i.kind == kind] for kind in KINDS}
    found = {}
    for kind, drawn in {**names, "all": [n for of_kind in names.values() for n in of_kind]}.items():
        if not drawn:
            continue
        asked = design(
            base,
            dict.fromkeys(drawn, "declared"),
            {"china": ["hedged"]},
            "latin-hypercube",
            draws,
            runs,
            seed,
            shocks="own",
        )
        with tempfile.TemporaryDirectory() as folder:
            sweep_into(asked, Path(folder) / "sweep", summary=False)
            values, _ = values_of(asked, Path(folder) / "sweep")
        found[kind] = {name: layers_of(array) for name, array in values.items()}
    return found


def keep(found: dict[str, dict[str, Layers]], draws: int = DRAWS, runs: int = RUNS) -> None:
    """Keep what was measured, and draw it."""
    headlines = {
        kind: {
            name: {k: round(v, 5) for k, v in dataclasses.asdict(one).items()}
            for name, one in of_kind.items()
        }
        for kind, of_kind in found.items()
    }
    about = {"draws": draws, "runs": runs, "source": source_digest()}
    write_json(KEPT, {"about": about, "headlines": headlines})
    with in_style():
        write_bytes(FIGURE, as_png(draw()))


def kept() -> dict[str, Any]:
    """Read what was measured."""
    found: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    return found


def draw() -> Figure:
    """Draw the number of parameters by kind and area, and how far headlines move over the ranges of each kind."""
    figure, (left, right) = new_figure(1, 2, height=4.6, width_ratios=(1.0, 1.0))
    found = counts()
    for place, of_area in enumerate(found.values()):
        start = 0
        for kind in KINDS:
            left.barh(place, of_area[kind], left=start, color=COLOURS[kind], height=0.7)
            start += of_area[kind]
    left.set_yticks(range(len(found)), list(found))
    left.invert_yaxis()
    left.set_xlabel("parameters")
    left.set_title("What the model is built of")
    moved = kept()["headlines"]
    labels = _shown(moved)
    for place, name in enumerate(labels):
        for shift, kind in zip((-0.25, 0.0, 0.25), ("measured", "estimated", "prior"), strict=True):
            one = moved[kind][name]
            right.plot(
                [one["lowest"], one["highest"]], [place + shift] * 2, color=COLOURS[kind], linewidth=3.0
            )
            right.plot(one["value"], place + shift, "|", color="#222222", markersize=6)
    right.set_yticks(range(len(labels)), list(labels.values()))
    right.invert_yaxis()
    right.set_xlim(0.0, 1.0)
    right.set_xlabel("share of histories\n(bar: 90% of draws; tick: mean)")
    right.set_title("How far headlines move")
    handles = [_patch(colour) for colour in COLOURS.values()]
    figure.legend(handles, list(COLOURS), loc="outside lower center", ncols=len(COLOURS))
    return figure


SHORT = {
    "general_within_1y": "ceasefire\nwithin a year",
    "general_within_5y": "ceasefire\nwithin five years",
    "lasting": "truce of 180 days\nor settlement",
    "settlement_first_leader": "settlement,\nsame ruler",
    "russian_objective": "Russian objective",
    "exit_within_2y": "ruler leaves\nwithin two years",
    "exit_within_5y": "ruler leaves\nwithin five years",
    "irregular_exit": "ruler ousted",
    "regime_persists": "regime persists",
}


def _shown(moved: dict[str, Any]) -> dict[str, str]:
    return {name: words for name, words in SHORT.items() if name in moved["prior"]}


def _patch(colour: str) -> Any:
    from experiments.drawing import patch

    return patch(colour)


# The page


def page() -> str:
    """Return docs/parameters.md."""
    found, by_area = infos(), counts()
    total = Counter(info.kind for info in found)
    lines = [
        "# Every parameter, and where it comes from",
        "",
        "Written by `python -m experiments.provenance` from the declarations beside the rules; a test holds it to "
        "them. `dilemma params` lists the same with the values of any scenario. Ranges are what the source leaves open, "
        "or what a reader of the literature would still believe.",
        "",
        "## What the model rests on",
        "",
        "| kind | parameters | what it is |",
        "|---|---|---|",
        *(f"| {kind} | {total[kind]} ({total[kind] / len(found):.0%}) | {KINDS[kind]} |" for kind in KINDS),
        "",
        f"Of {len(found)} parameters {total['prior']} are judgements, and {unsourced(found)} of these name no work "
        "that they lean on.",
        "",
        "| area | " + " | ".join(KINDS) + " | judgements |",
        "|---|" + "---|" * (len(KINDS) + 1),
        *(_area_row(area, of_area) for area, of_area in by_area.items()),
        "",
        "![Parameters by kind, and how far headlines move over their ranges](figures/provenance.png)",
        "",
        *_moved_lines(),
        "",
    ]
    for area, groups in AREAS.items():
        lines += [f"## {area[0].upper()}{area[1:]}", ""]
        for group in groups:
            lines += _group_lines(group, [info for info in found if group_of(info) == group])
    return "\n".join(lines)


def _area_row(area: str, of_area: Counter[str]) -> str:
    numbers = " | ".join(str(of_area[kind]) for kind in KINDS)
    return f"| {area} | {numbers} | {of_area['prior'] / of_area.total():.0%} |"


def _moved_lines() -> list[str]:
    """Say how far the expected headline moves where the parameters of one kind alone are drawn."""
    known = kept()
    moved, about = known["headlines"], known["about"]
    kinds = [kind for kind in (*KINDS, "all") if kind in moved]
    words = {headline.name: headline.label for headline in HEADLINES}
    lines = [
        "How far the expected outcome moves where the parameters of one kind alone are drawn over their ranges, the "
        f"others as in March 2025 (90% of {about['draws']} draws, {about['runs']} histories each, the hedged "
        "assumption; chance taken out). Ranges are drawn independently, so that combinations that nobody would hold are "
        "among the draws: an upper bound.",
        "",
        "| outcome | " + " | ".join(kinds) + " |",
        "|---|" + "---|" * len(kinds),
    ]
    for name in moved["prior"]:
        cells = [
            f"{_figure(moved[kind][name]['lowest'])} to {_figure(moved[kind][name]['highest'])}"
            for kind in kinds
        ]
        lines.append(f"| {words[name]} | {' | '.join(cells)} |")
    return lines


def _figure(value: float) -> str:
    return f"{value:.2f}" if abs(value) < 10.0 else f"{value:,.0f}"


def _group_lines(group: str, of_group: list[ParameterInfo]) -> list[str]:
    """One mechanism: what its parameters are, and a row for each."""
    kind = next(f for f in dataclasses.fields(Parameters) if f.name == group).default_factory
    said = (getattr(kind, "__doc__", "") or "").strip().splitlines()[0]
    lines = [
        f"### `{group}`",
        "",
        said,
        "",
        "| parameter | value | unit | allowed | kind | meaning | source |",
        "|---|---|---|---|---|---|---|",
    ]
    for info in of_group:
        value = f"{info.value:g}" if isinstance(info.value, float) else str(info.value).lower()
        cells = (
            info.name.split(".")[1],
            value,
            info.unit,
            info.allowed,
            info.kind,
            info.meaning,
            info.source,
        )
        lines.append("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |")
    return [*lines, ""]


def main() -> None:
    """Write the page; with `--measure` play and draw first."""
    parser = argparse.ArgumentParser(description="docs/parameters.md and its figure")
    parser.add_argument(
        "--measure", action="store_true", help="play anew what moves over the ranges (a minute)"
    )
    if parser.parse_args().measure:
        keep(measure())
    write_text(PAGE, page())


if __name__ == "__main__":
    main()
