"""What MkDocs is told beside its configuration: notebooks, pages not yet named, and the command line."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

HOME = Path(__file__).resolve().parent.parent
TO_FOLLOW = r"""(?![^>]*rel=["']?(?:canonical|next|prev))"""
FETCHED = re.compile(
    rf"""<(?:script|img|iframe|link{TO_FOLLOW})\b[^>]*(?:src|href)=["']?((?:https?:)?//[^"' >]+)"""
)
"""What a browser would fetch from elsewhere; a link to follow is none."""
sys.path.insert(0, str(HOME))


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Name every page of docs in the last part of the navigation that no other part names."""
    named = str(config.nav)
    rest = [path.name for path in sorted((HOME / "docs").glob("*.md")) if path.name not in named]
    assert config.nav is not None
    config.nav[-1]["Findings and evidence"].extend(rest)
    return config


@event_priority(100)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Take the notebooks, which lie beside the documentation, with what they show."""
    for path in sorted((HOME / "notebooks").glob("*.ipynb")):
        name = str(path.relative_to(HOME))
        files.append(File(name, str(HOME), config.site_dir, config.use_directory_urls))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Write the commands with their options, and all parameters, where a page asks for them."""
    if "<!-- commands -->" in markdown:
        markdown = markdown.replace("<!-- commands -->", _commands())
    if "<!-- parameters -->" in markdown:
        from experiments.odd import GROUPS, parameters

        markdown = markdown.replace("<!-- parameters -->", parameters(*GROUPS))
    return markdown


@event_priority(-100)
def on_post_page(output: str, **_: Any) -> str:
    """Leave out the formula renderer that the notebooks' plugin would fetch, and refuse all else that is fetched."""
    output = re.sub(r"<script data-mkdocs-jupyter-mathjax=.*?</script>", "", output, flags=re.DOTALL)
    fetched = FETCHED.search(output)
    if fetched is not None:
        raise PluginError(f"a page would fetch {fetched[1]}; the site must open without a network")
    return output


def _commands() -> str:
    """Every command of `dilemma`: what it does, its arguments and options."""
    import typer

    from experiments.cli import app

    parts = []
    for name, command in sorted(typer.main.get_command(app).commands.items()):  # type: ignore[attr-defined]
        rows = []
        for option in command.params:
            names = ", ".join(f"`{text}`" for text in (*option.opts, *option.secondary_opts))
            said = getattr(option, "help", "") or ""
            rows.append(f"| {names} | {_default(option)} | {' '.join(said.split()).replace('|', ',')} |")
        table = "\n".join(["| option | default | what it does |", "|---|---|---|", *rows]) if rows else ""
        parts.append(f"## dilemma {name}\n\n{' '.join((command.help or '').split())}\n\n{table}")
    return "\n\n".join(parts)


def _default(option: Any) -> str:
    shown = option.default
    return f"`{shown}`" if isinstance(shown, str | int | float | Path) and shown not in ("", False) else ""
