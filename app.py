"""The model in a browser: `solara run app.py`. Each visitor has a model of his own."""

from __future__ import annotations

import solara

from experiments.server import Page as DilemmaPage


@solara.component
def Page() -> None:
    """Show the model with its controls."""
    DilemmaPage()
