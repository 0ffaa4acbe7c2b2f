"""Notebooks as readers on the web see them: run in order, whole, with small figures and their captions.

That they run is tested by nbmake, which collects `notebooks/` beside the tests (`notebooks/conftest.py`).
"""

from __future__ import annotations

import base64
import re
from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).parent.parent / "notebooks"
PAGES = sorted(FOLDER.glob("*.ipynb"))
LARGEST = 400_000
SAMPLE = re.compile(r"\b(\d[\d,]*|one) (histories|runs?|pairs)\b|\bno histories\b", re.IGNORECASE)


def outputs_of(path: Path) -> list[dict]:
    cells = nbformat.read(path, as_version=4).cells
    return [output for cell in cells if cell.cell_type == "code" for output in cell.outputs]


def test_there_are_five():
    assert [path.stem for path in PAGES] == [
        "01_first_tour",
        "02_china",
        "03_dilemma",
        "04_who_follows",
        "05_your_own_actor",
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_what_is_stored_was_run_in_order_and_without_a_complaint(path):
    code = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    for output in outputs_of(path):
        assert output["output_type"] != "error"
        assert output.get("name") != "stderr", output.get("text")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_figure_is_small_and_has_a_question_and_says_what_it_rests_on(path):
    kinds = [output for output in outputs_of(path) if output["output_type"] == "display_data"]
    figures = [place for place, output in enumerate(kinds) if "image/png" in output["data"]]
    assert figures
    for place in figures:
        assert len(base64.b64decode(kinds[place]["data"]["image/png"])) < LARGEST
        question, caption = (kinds[place + step]["data"]["text/markdown"] for step in (-1, 1))
        assert question.startswith("**")
        assert SAMPLE.search(caption), caption
        assert "no histories" in caption.lower() or "interval" in caption or "%" in caption, caption


def test_every_page_asks_the_environment_for_its_size():
    for path in PAGES:
        assert 'os.environ.get("DILEMMA_RUNS"' in path.read_text(encoding="utf-8").replace("\\", "")
