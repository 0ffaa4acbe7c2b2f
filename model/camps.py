"""The camps of a succession: a candidate and those who stand behind him, faction by faction.

After Hale (2014): clients move to whoever is expected to win, and some sell their support to him.
Reduces, where every faction stands behind its own candidate, to the powers of the factions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.arithmetic import divide
from agents.rules import rule
from agents.tier import Bloc
from agents.vocabulary import FACTIONS
from model.contest import ContestParameters, armed

if TYPE_CHECKING:
    from model.polity import Contest

EVERYONE = (1 << FACTIONS) - 1


@rule
def favourite(contest: Contest, other_than: int) -> int:
    """Candidate most expected to win, leaving one out; -1 if there is none."""
    best = -1
    for j in range(FACTIONS):
        stands = contest.candidate[j] == 1 and j != other_than
        if stands and (best < 0 or contest.expected[j] > contest.expected[best]):
            best = j
    return best


@rule
def tally(contest: Contest, rules: ContestParameters) -> None:
    """Add up the camps. Regional formations join the favourite, once his chance is worth their price."""
    contest.consensus = 0.0
    contest.regional = favourite(contest, -1)
    if contest.regional >= 0 and contest.expected[contest.regional] <= rules.regional_price:
        contest.regional = -1
    for j in range(FACTIONS):
        power = force = 0.0
        for i in range(FACTIONS):
            share = contest.backing[i * FACTIONS + j]
            power += share * contest.bloc_power[i]
            force += share * contest.bloc_force[i]
        if j == contest.regional:
            force += contest.regional_force
            power += rules.force_weight * contest.regional_force / contest.scale
        contest.power[j] = power
        contest.force[j] = force
        contest.consensus = max(contest.consensus, power)


@rule
def drop(contest: Contest, j: int) -> None:
    """Take a candidate out; those who backed him are free to join another."""
    contest.candidate[j] = 0
    contest.power[j] = contest.force[j] = contest.perceived[j] = contest.expected[j] = 0.0
    for i in range(FACTIONS):
        contest.backing[i * FACTIONS + j] = 0.0


@rule
def withdraw(contest: Contest, rules: ContestParameters) -> None:
    """Let candidates give up whose camp has melted away; the strongest and the focal one stay."""
    strongest = front_of(contest, EVERYONE)
    for j in range(FACTIONS):
        weak = contest.candidate[j] == 1 and contest.power[j] < rules.candidacy_power
        if weak and j != strongest and j != contest.focal:
            drop(contest, j)


@rule
def front_of(contest: Contest, camps: int) -> int:
    """Strongest candidate among `camps` (bits), the first of equals; -1 if none of them stands."""
    best = -1
    for j in range(FACTIONS):
        stands = contest.candidate[j] == 1 and camps >> j & 1 == 1
        if stands and (best < 0 or contest.power[j] > contest.power[best]):
            best = j
    return best


@rule
def leads_unarmed(contest: Contest, blocs: list[Bloc], front: int) -> bool:
    """Whether `front` would lead if only the power of elites counted and no force."""
    most = own = 0.0
    for j in range(FACTIONS):
        camp = 0.0
        for i in range(FACTIONS):
            camp += contest.backing[i * FACTIONS + j] * blocs[i].power
        most = max(most, camp)
        if j == front:
            own = camp
    return own >= most


@rule
def civilian_share(contest: Contest) -> float:
    """Share of the camps' power that stands behind candidates who do not command force."""
    civilian = total = 0.0
    for j in range(FACTIONS):
        total += contest.power[j]
        if not armed(j):
            civilian += contest.power[j]
    return divide(civilian, total, 0.0)
