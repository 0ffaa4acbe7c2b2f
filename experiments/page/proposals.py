"""The latest proposals and answers in words, below their timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import solara

from experiments.page.table import SIDES, proposals
from experiments.pages import page_of

if TYPE_CHECKING:
    from experiments.page.moment import Moment

LONGEST = 20


@solara.component
def Proposals(moment: Moment) -> None:
    """Show the last proposals, the latest first."""
    rows = proposals(moment.events)
    latest = rows.iloc[::-1].head(LONGEST).fillna("–").to_dict("records")
    solara.HTML(
        tag="div",
        unsafe_innerHTML=page_of(
            "proposals.html", rows=latest, sides=SIDES, shown=len(latest), total=len(rows)
        ),
    )
