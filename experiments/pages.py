"""Pages: what a command found, filled into a template; one file that can be read without us and without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"


def page_of(template: str, **said: Any) -> str:
    """Return a template filled in; a word that it asks for and does not get is an error."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template(template).render(**said)
