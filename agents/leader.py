"""Decides how the leader ages, how likely he is to die or to be incapacitated, and what elites expect.

From Gompertz (1825) through the life table, Mitnitski et al. (2002) on deficits of health, Hale (2014).
Reduces to Gompertz's survival where health is usual for the age and care makes no difference.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from agents.arithmetic import WEEKS_A_YEAR, clip, divide, exp, log, sqrt
from agents.records import Record, column, measured, parameter, prior
from agents.rules import rule
from agents.vocabulary import CAUSES, FACTIONS, Cause, Faction

TERM_YEARS = 6.0  # Constitution of Russia, article 81
REFERENCE_AGE = 72.0  # the age to which mortality and deficits are given: the incumbent's in March 2025
HEALTH, SUCCESSOR_AGE, SUPPORT, AMBITION = 0, 1, 2, 3  # purposes of `Leader.normals`
PURGING, REORGANISING, REFLECTING, BALLOT = 0, 1, 2, 3  # purposes of `Leader.uniforms`


class Leader(Record):
    """The incumbent, or the acting president during a vacancy."""

    number: int = column("0 for the incumbent of March 2025, then 1, 2, ...", "count")
    in_office: bool = column("False during a vacancy", "")
    hands_over: bool = column("he leaves office of his own accord this week", "")
    voted: bool = column("an election was held, and the new term has not begun", "")
    defeated: bool = column("he loses an election this week", "")
    faction: int = column("faction he comes from", "Faction")
    elite: int = column("row of the elite who became leader, -1 for the first", "row")
    age: float = column("age", "years")
    frailty: float = column("factor on mortality for elite care, drawn once", "ratio")
    health: float = column("1 is well, 0 is incapable", "0..1")
    tenure: float = column("time in office", "years")
    term_left: float = column("time to the end of the constitutional term", "years")
    hawkishness: float = column("war stance", "-1..1")
    culpability: float = column("how far he is answerable for the war", "0..1")
    legitimacy: float = column("public and elite acceptance of his right to rule", "0..1")
    personalisation: float = column("power concentrated in his person", "0..1")
    survival: float = column("what elites expect: probability to hold office for another year", "0..1")
    heir: int = column("row of the elite named heir, -1 for none", "row")
    heir_strength: float = column("power of the heir relative to the leader's", "ratio")
    rent_share: list[float] = column("share of rents given to each faction", "share", FACTIONS)
    threshold: list[float] = column("Exp(1) threshold of each cause of exit", "integrated hazard", CAUSES)
    next_threshold: list[float] = column("the same, of a successor who came now", "integrated hazard", CAUSES)
    exposure: list[float] = column("integrated hazard of each cause so far", "integrated hazard", CAUSES)
    hazard: list[float] = column("hazard of each cause this week", "a week", CAUSES)
    normals: list[float] = column(
        "shocks of the week: health; age of a successor; support and ambition of appointees", "sd", 4
    )
    uniforms: list[float] = column("shocks of the week: purge, counterweight, heir, ballot", "0..1", 4)
    heir_faction: int = column("faction of the heir, -1 for none", "Faction")
    heir_relief: float = column("part of the hazard from insiders that having an heir removes", "share")
    heir_threat: float = column("hazard that the heir adds as a rival", "a year")
    terms: int = column("further terms that the constitution allows", "count")
    handover: float = column("probability that he does not stand for another term, as expected", "0..1")
    counterweight: bool = column("he orders a new counterweight to the army this week", "")
    counterweights: int = column("counterweights ordered by him so far", "count")
    purges: int = column("elites purged in this run", "count")


@dataclass(frozen=True)
class LeaderParameters:
    """Body and standing of the leader on 18 March 2025."""

    age: float = measured(72.445, 72.4, 72.5, "years", "age at the start", "born 7 October 1952")
    tenure: float = measured(
        25.2, 12.9, 25.2, "years", "time in power", "since 31 December 1999, or since the return of May 2012"
    )
    term_left: float = measured(
        5.136, 5.1, 5.2, "years", "time to the end of the term", "term of 7 May 2024 to 7 May 2030"
    )
    terms: int = parameter(
        1,
        "further terms that the constitution allows after this one",
        unit="count",
        low=0,
        high=1,
        kind="measured",
        source="amendments of 2020 and law of April 2021",
    )
    vote: float = measured(
        0.14,
        0.12,
        0.16,
        "years",
        "time from a presidential election to the new term",
        "vote of 15-17 March 2024, inauguration of 7 May",
    )
    campaign: float = measured(
        0.27,
        0.2,
        0.35,
        "years",
        "time from the declaration of who stands to the vote",
        "declared on 8 December 2023, 24 September 2011 and 10 December 2007 at the latest",
    )
    hawkishness: float = prior(0.7, 0.4, 1.0, "-1..1", "war stance of the incumbent")
    culpability: float = prior(1.0, 0.8, 1.0, "0..1", "answerable for the war: he began it", "Croco (2011)")
    legitimacy: float = prior(
        0.8, 0.6, 0.9, "0..1", "acceptance of his rule", "Levada, approval of 86-88% in March 2025"
    )
    personalisation: float = prior(
        0.8, 0.6, 0.95, "0..1", "power concentrated in his person", "Geddes, Wright and Frantz (2018)"
    )
    survival: float = prior(
        0.94, 0.85, 0.97, "0..1", "expected chance of another year", "Archigos: 3.4% irregular exits a year"
    )
    mortality: float = parameter(
        0.0485,
        "hazard of death at age 72 without elite care",
        unit="a year",
        low=0.044,
        high=0.055,
        kind="estimated",
        source="UN World Population Prospects 2024, Russian males: 4.9% within a year, 25.3% within five",
    )
    ageing: float = parameter(
        0.0721,
        "growth of the hazard of death per year of age",
        unit="a year",
        low=0.055,
        high=0.095,
        kind="estimated",
        source="UN World Population Prospects 2024, Russian males: 4.9% within a year, 25.3% within five",
    )
    care: float = prior(
        0.45,
        0.3,
        0.75,
        "ratio",
        "mortality under elite care, median; 1.5-3% a year at 72-75",
        "Archigos: 2.2%",
    )
    care_spread: float = prior(
        0.3, 0.0, 0.6, "log", "standard deviation between persons of mortality under elite care"
    )
    incapacity: float = prior(
        0.25, 0.05, 0.6, "ratio", "hazard of lasting incapacity relative to that of death"
    )
    deficits: float = prior(
        0.15, 0.05, 0.3, "share", "usual loss of health at 72 under elite care", "Mitnitski et al. (2002)"
    )
    deficits_growth: float = measured(
        0.03, 0.02, 0.05, "a year", "growth of deficits per year of age", "Mitnitski et al. (2002)"
    )
    illness: float = prior(0.4, 0.0, 0.8, "log", "standard deviation of deficits around the usual, at rest")
    recovery: float = prior(1.0, 0.3, 4.0, "a year", "rate at which deficits return to the usual")
    attention: float = prior(
        4.0, 1.0, 26.0, "a year", "rate at which elites take up news of the leader's prospects"
    )


@rule
def gompertz(age: float, level: float, slope: float) -> float:
    """Hazard of death a year at an age, level exp[slope (age - 72)] (Gompertz 1825)."""
    return level * exp(slope * (age - REFERENCE_AGE))


@rule
def usual_deficits(age: float, parameters: LeaderParameters) -> float:
    """Usual loss of health at an age: deficits accumulate exponentially (Mitnitski et al. 2002)."""
    return clip(parameters.deficits * exp(parameters.deficits_growth * (age - REFERENCE_AGE)), 0.0, 1.0)


@rule
def update_health(leader: Leader, parameters: LeaderParameters) -> None:
    """Log deficits relative to those usual for the age follow an AR(1); the mean ratio is 1."""
    p = parameters
    last_week = usual_deficits(leader.age - 1.0 / WEEKS_A_YEAR, p)
    usual = usual_deficits(leader.age, p)
    rate = clip(p.recovery / WEEKS_A_YEAR, 0.0, 1.0)
    ratio = log(divide(1.0 - leader.health, last_week, 1.0))
    centre = -0.5 * p.illness * p.illness
    ratio += rate * (centre - ratio) + p.illness * sqrt(rate * (2.0 - rate)) * leader.normals[HEALTH]
    leader.health = 1.0 - clip(usual * exp(ratio), 0.0, 1.0)


@rule
def death_hazard(leader: Leader, parameters: LeaderParameters) -> float:
    """Hazard of natural death a year: Gompertz, times care, times deficits relative to the usual (mean 1)."""
    sickness = divide(1.0 - leader.health, usual_deficits(leader.age, parameters), 1.0)
    return leader.frailty * sickness * gompertz(leader.age, parameters.mortality, parameters.ageing)


@rule
def leader_hazards(leader: Leader, parameters: LeaderParameters) -> None:
    """Write the week's hazards of death and of lasting incapacity."""
    death = death_hazard(leader, parameters) / WEEKS_A_YEAR
    leader.hazard[Cause.DEATH] = death
    leader.hazard[Cause.INCAPACITY] = parameters.incapacity * death


@rule
def natural_hazard(leader: Leader) -> float:
    """Hazard a year of death or incapacity."""
    return WEEKS_A_YEAR * (leader.hazard[Cause.DEATH] + leader.hazard[Cause.INCAPACITY])


@rule
def forced_hazard(leader: Leader) -> float:
    """Hazard a year of losing office by force: coup, removal, uprising, as last week left them."""
    return WEEKS_A_YEAR * (
        leader.hazard[Cause.COUP] + leader.hazard[Cause.REMOVAL] + leader.hazard[Cause.UPRISING]
    )


@rule
def expect_survival(leader: Leader, parameters: LeaderParameters) -> None:
    """Update what elites expect: S = exp(- sum of the yearly hazards), times his standing if he declares by then.

    Expectations take up news at the rate `attention`. Limit: with constant hazards S is their exact survival.
    """
    survival = exp(-natural_hazard(leader) - forced_hazard(leader))
    ahead = leader.term_left - parameters.vote - parameters.campaign
    if ahead >= 0.0 and ahead < 1.0:
        survival *= 1.0 - leader.handover
    rate = -math.expm1(-parameters.attention / WEEKS_A_YEAR)
    leader.survival += rate * (survival - leader.survival)


@rule
def age_leader(leader: Leader, parameters: LeaderParameters) -> None:
    """One week of his life and of his term: age, health, hazards, and what elites expect."""
    if leader.in_office:
        week = 1.0 / WEEKS_A_YEAR
        leader.age += week
        leader.tenure += week
        leader.term_left -= week
        update_health(leader, parameters)
        leader_hazards(leader, parameters)
        expect_survival(leader, parameters)


@rule
def take_body(leader: Leader, care_normal: float, parameters: LeaderParameters) -> None:
    """Give a leader of a certain age the frailty of his kind (drawn) and the health usual for his age."""
    leader.frailty = parameters.care * exp(parameters.care_spread * care_normal)
    leader.health = 1.0 - usual_deficits(leader.age, parameters)


@rule
def initialise_leader(leader: Leader, parameters: LeaderParameters) -> None:
    """The incumbent of 18 March 2025, but for his body (`draw_body`)."""
    p = parameters
    leader.number = 0
    leader.in_office = True
    leader.faction = Faction.SECURITY_CORE.value
    leader.elite = -1
    leader.heir = -1
    leader.heir_faction = -1
    leader.age = p.age
    leader.tenure = p.tenure
    leader.term_left = p.term_left
    leader.terms = p.terms
    leader.hawkishness = p.hawkishness
    leader.culpability = p.culpability
    leader.legitimacy = p.legitimacy
    leader.personalisation = p.personalisation
    leader.survival = p.survival


@rule
def draw_body(leader: Leader, care_normal: float, parameters: LeaderParameters) -> None:
    """The body of the incumbent of 18 March 2025 and what threatens him; `care_normal` is a standard normal draw."""
    take_body(leader, care_normal, parameters)
    leader_hazards(leader, parameters)


def fit_gompertz(within_one: float, within_five: float) -> tuple[float, float]:
    """Level and slope of Gompertz's law through the chances of death within one and five years at 72.

    With H1 and H5 the integrated hazards, H5/H1 = (e^{5b} - 1)/(e^b - 1) rises in b and is bisected.
    """
    one, five = -math.log1p(-within_one), -math.log1p(-within_five)
    low, high = 1e-6, 1.0
    for _ in range(80):
        slope = 0.5 * (low + high)
        if math.expm1(5.0 * slope) / math.expm1(slope) < five / one:
            low = slope
        else:
            high = slope
    return one * slope / math.expm1(slope), slope
