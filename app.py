"""The model in a browser: `solara run app.py`, or `dilemma serve`. Each visitor has a model of his own."""

from __future__ import annotations

from experiments.page.serving import keep_offline
from experiments.page.site import Page

keep_offline()

page = Page()

__all__ = ["Page", "page"]
