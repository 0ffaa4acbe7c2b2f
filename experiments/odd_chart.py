"""The flow chart of a week, as SVG text: a box a stage in the order of the schedule, with what is done in it."""

from __future__ import annotations

import html
from collections.abc import Sequence

WIDTH, LEFT, BOX = 860, 24, 250
HEIGHT, GAP, TOP = 46, 14, 70
STYLE = "font-family:sans-serif"
HEAD, SLANT = 'font-size="13" font-weight="bold"', 'font-size="11.5" fill="#555555"'
BEFORE = "18 March 2025: read the scenario, open the world, muster the regime"
AFTER = "then: outcomes, weekly series and events of the run"


def draw_week(stages: Sequence[tuple[str, str, Sequence[str]]]) -> str:
    """Draw the stages (name, what it does, its steps in order) from top to bottom, with the way back to the next week."""
    bottom = TOP + len(stages) * (HEIGHT + GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom + 62}" style="{STYLE}" role="img">',
        "<title>One week of the model</title>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0,0 L8,4 L0,8 z" fill="#444444"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{bottom + 62}" fill="#ffffff"/>',
        _text(LEFT, 26, BEFORE, HEAD),
        _text(LEFT, 46, "every week: draw all shocks first, a fixed number from each stream", SLANT),
    ]
    for row, (name, does, steps) in enumerate(stages):
        y = TOP + row * (HEIGHT + GAP)
        if row:
            parts.append(_arrow(f"M{LEFT + BOX / 2},{y - GAP} V{y - 1}"))
        parts.append(
            f'<rect x="{LEFT}" y="{y}" width="{BOX}" height="{HEIGHT}" rx="6" fill="#eef3f8" stroke="#0072B2"/>'
        )
        parts.append(_text(LEFT + 12, y + 28, f"{row + 1}  {name}", 'font-size="14" font-weight="bold"'))
        parts.append(_text(LEFT + BOX + 34, y + 19, does.rstrip("."), 'font-size="12.5"'))
        parts.append(_text(LEFT + BOX + 34, y + 37, " → ".join(steps), 'font-size="11" fill="#0072B2"'))
    end = TOP + (len(stages) - 1) * (HEIGHT + GAP) + HEIGHT
    parts.append(_arrow(f"M{LEFT + BOX / 2},{end} V{end + 22} H8 V{TOP + HEIGHT / 2} H{LEFT - 1}"))
    parts.append(_text(LEFT + BOX / 2 + 12, end + 27, "next week, to the last day of the horizon", SLANT))
    parts.append(_text(LEFT, end + 58, AFTER, HEAD))
    return "\n".join([*parts, "</svg>\n"])


def _text(x: float, y: float, words: str, style: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" {style}>{html.escape(words)}</text>'


def _arrow(path: str) -> str:
    return f'<path d="{path}" fill="none" stroke="#444444" stroke-width="1.2" marker-end="url(#tip)"/>'
