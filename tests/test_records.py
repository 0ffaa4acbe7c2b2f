"""The form of records: one layout, two views, no silent writes to fields that do not exist."""

from __future__ import annotations

import numpy as np
import pytest

from agents.records import Record, column, dtype_of, view_of
from tests.engines import both


class Inner(Record):
    """A small record."""

    value: float = column("a number")
    flag: bool = column("a flag")


class Outer(Record):
    """A record that holds others."""

    inner: Inner
    rows: list[Inner] = column("rows", size=3)
    series: list[float] = column("series", size=4)
    count: int = column("a count")


def bump(outer: Outer) -> float:
    outer.rows[1].value = outer.rows[1].value + outer.series[2]
    outer.rows[1].flag = outer.rows[1].value > 1.0
    outer.count = outer.count + 1
    return outer.rows[1].value


def test_both_views_share_memory():
    array = np.zeros(2, dtype_of(Outer))
    rows = view_of(Outer, array)
    rows[1].series[2] = 5.0
    rows[1].inner.value = 2.0
    assert array[1]["series"][2] == 5.0
    assert array[1]["inner"]["value"] == 2.0
    assert array[0]["series"].sum() == 0.0


def test_a_misspelt_field_is_an_error():
    record = Inner.new(value=1.0)
    with pytest.raises(AttributeError):
        record.valeu = 2.0
    with pytest.raises(AttributeError):
        Inner.new(valeu=1.0)


def test_a_rule_gives_the_same_bits_in_both_engines():
    from agents.rules import rule

    record = Outer.new(series=[0.0, 0.0, 1.5, 0.0])
    assert both(rule(bump), record) == 1.5
    assert record.rows[1].flag
    assert record.count == 1
