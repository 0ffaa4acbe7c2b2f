"""The frozen line, issue by issue: each position from its own parameter or from the table."""

from __future__ import annotations

import pytest

from agents.vocabulary import ISSUES, Issue
from model.frozen import FrozenLineParameters, frozen_line
from model.table import Diplomacy
from model.war import Front

LEFT = {
    Issue.RECOGNITION: "frozen_recognition",
    Issue.NATO_BAR: "frozen_nato_bar",
    Issue.FROZEN_ASSETS: "frozen_assets",
    Issue.LEADERSHIP: "frozen_leadership",
    Issue.NUCLEAR_PLANT: "frozen_nuclear_plant",
    Issue.ENERGY_STRIKES: "frozen_strikes",
    Issue.BLACK_SEA: "frozen_sea",
    Issue.PRISONERS: "frozen_prisoners",
    Issue.BUSINESS: "frozen_business",
}
"""Issues that the fighting leaves where it does, and the parameter of each."""
P = FrozenLineParameters(
    **{name: 0.05 * (place + 1) for place, name in enumerate(LEFT.values())},
    disputed_km2=125_000.0,
    frozen_troops=0.7,
    reassured_troops=0.2,
    americans_alone=0.5,
)
TABLE = {"us_aid": 0.2, "sanctions_relief": 0.3, "reassurance": 0.4, "guarantee": 0.35}
EXPECTED = {
    **{issue: getattr(P, name) for issue, name in LEFT.items()},
    Issue.SEQUENCE: 0.0,
    Issue.TERRITORY: 0.8,
    Issue.ARMY_CAP: 0.0,
    Issue.FOREIGN_TROOPS: 0.5,
    Issue.FOREIGN_AID: 0.4,
    Issue.SANCTIONS_RELIEF: 0.15,
    Issue.GUARANTEE: 0.65,
}


def frozen(occupied: float = 100_000.0, **table) -> list[float]:
    package = [9.0] * ISSUES
    frozen_line(Front.new(occupied_km2=occupied), Diplomacy.new(**{**TABLE, **table}), P, package)
    return package


@pytest.mark.parametrize("issue", list(Issue))
def test_each_issue_is_left_where_the_line_the_table_or_the_fighting_has_it(issue):
    assert frozen()[issue] == pytest.approx(EXPECTED[issue])


@pytest.mark.parametrize(
    ("table", "issue", "position"),
    [
        ({"reassurance": 0.0}, Issue.FOREIGN_TROOPS, 0.7),
        ({"reassurance": 1.0}, Issue.FOREIGN_TROOPS, 0.2),
        ({"us_aid": 1.0}, Issue.FOREIGN_AID, 0.0),
        ({"us_aid": 0.0}, Issue.FOREIGN_AID, 0.5),
        ({"sanctions_relief": 1.0}, Issue.SANCTIONS_RELIEF, 0.5),
        ({"guarantee": 1.0}, Issue.GUARANTEE, 0.0),
    ],
)
def test_the_scales_end_where_the_americans_and_the_force_do_all_or_nothing(table, issue, position):
    assert frozen(**table)[issue] == pytest.approx(position)


@pytest.mark.parametrize(
    ("occupied", "share"), [(0.0, 0.0), (125_000.0, 1.0), (200_000.0, 1.0), (-10.0, 0.0)]
)
def test_territory_is_the_share_held_of_what_is_disputed_within_the_scale(occupied, share):
    assert frozen(occupied)[Issue.TERRITORY] == share


@pytest.mark.parametrize("issue", list(Issue))
def test_what_a_truce_in_force_concedes_raises_a_position_and_lowers_none(issue):
    conceded = [0.0] * ISSUES
    conceded[issue] = 0.96
    expected = [0.96 if other == issue else EXPECTED[other] for other in Issue]
    assert frozen(conceded=conceded) == pytest.approx(expected)
