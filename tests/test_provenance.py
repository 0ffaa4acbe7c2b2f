"""The page of all parameters is what the declarations say, and the kept figures are of the kinds that there are."""

from __future__ import annotations

import dataclasses

from experiments.priors import Layers
from experiments.provenance import AREAS, FIGURE, KINDS, PAGE, counts, draw, infos, kept, page, unsourced
from model.parameters import Parameters


def test_the_page_is_what_the_declarations_say():
    """Where it is not: `python -m experiments.provenance`."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_group_belongs_to_one_area():
    groups = [group for groups in AREAS.values() for group in groups]
    assert sorted(groups) == sorted(field.name for field in dataclasses.fields(Parameters))


def test_every_parameter_is_counted_once_and_has_its_row():
    assert sum(found.total() for found in counts().values()) == len(infos())
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert all(any(row.startswith(f"| {info.name.split('.')[1]} | ") for row in rows) for info in infos())


def test_judgements_without_a_work_are_counted_and_no_more_than_there_were():
    assert 0 < unsourced(infos()) <= 136


def test_what_was_measured_is_of_the_kinds_that_have_ranges():
    headlines = kept()["headlines"]
    assert set(headlines) == {"measured", "estimated", "prior", "all"} <= {*KINDS, "all"}
    for of_kind in headlines.values():
        for found in of_kind.values():
            one = Layers(**found)
            assert one.lowest <= one.highest
            assert one.between >= 0.0


def test_the_figure_is_drawn():
    assert FIGURE.stat().st_size > 20_000
    assert [axis.get_xlabel()[:10] for axis in draw().axes] == ["parameters", "share of h"]
