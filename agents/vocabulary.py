"""The field's terms, once: who there is, what is bargained over, what can be answered, how it can end.

Each enumeration is an index into the ledger and the word that users read (`label(member)`).
"""

from __future__ import annotations

from enum import IntEnum


class Actor(IntEnum):
    """States. The first two are the belligerents; Europeans are the last six."""

    RUSSIA = 0
    UKRAINE = 1
    UNITED_STATES = 2
    CHINA = 3
    EUROPEAN_UNION = 4
    UNITED_KINGDOM = 5
    GERMANY = 6
    FRANCE = 7
    POLAND = 8
    HUNGARY = 9


STATES = len(Actor)
FIRST_EUROPEAN = 4


class Role(IntEnum):
    """What a state is in the bargaining."""

    BELLIGERENT = 0
    MEDIATOR = 1
    PATRON = 2
    SUPPORTER = 3


class Issue(IntEnum):
    """What a settlement must fix. Positions run from 0 (Ukraine's ideal) to 1 (Russia's ideal)."""

    SEQUENCE = 0
    TERRITORY = 1
    RECOGNITION = 2
    NATO_BAR = 3
    ARMY_CAP = 4
    FOREIGN_TROOPS = 5
    FOREIGN_AID = 6
    SANCTIONS_RELIEF = 7
    FROZEN_ASSETS = 8
    LEADERSHIP = 9
    NUCLEAR_PLANT = 10
    ENERGY_STRIKES = 11
    BLACK_SEA = 12
    PRISONERS = 13
    GUARANTEE = 14
    BUSINESS = 15


ISSUES = len(Issue)


class Scope(IntEnum):
    """The ladder of truces, from the lowest rung to the highest."""

    HUMAN = 0
    SHORT = 1
    SECTOR = 2
    GENERAL = 3
    FINAL = 4


SCOPES = len(Scope)


class Domain(IntEnum):
    """What a truce covers: compliance is recorded apart for each."""

    GROUND = 0
    AIR = 1
    SEA = 2


DOMAINS = len(Domain)


class Answer(IntEnum):
    """How an addressee answers a proposal, in the order of the ranked probability score."""

    IGNORED = 0
    REJECT = 1
    CONDITIONAL = 2
    PARTIAL = 3
    ACCEPT = 4


ANSWERS = len(Answer)


class Condition(IntEnum):
    """Conditions that a conditional answer can ask for (bits of `Reply.conditions`)."""

    AID_STOP = 0
    MONITORING = 1
    KURSK = 2
    RECOGNITION_OF_GAINS = 3
    US_GUARANTEE = 4
    ROOT_CAUSES = 5
    NO_MOBILISATION = 6
    SANCTIONS_RELIEF = 7
    SECURITY_GUARANTEE = 8


CONDITIONS = len(Condition)


class Term(IntEnum):
    """Terms of the utility of an answer, in the order in which they are recorded."""

    LASTING = 0
    MOMENTUM = 1
    REGROUP = 2
    CREDIT = 3
    BLAME = 4
    HOME = 5
    PRICE = 6
    CHANCE = 7


TERMS = len(Term)


class Faction(IntEnum):
    """Elite factions of the politically relevant top tier."""

    SECURITY_CORE = 0
    GUARDS = 1
    MILITARY = 2
    ADMINISTRATION = 3
    TECHNOCRATS = 4
    BUSINESS = 5
    GOVERNORS = 6
    PARTY = 7
    ULTRANATIONALISTS = 8


FACTIONS = len(Faction)


class Organ(IntEnum):
    """Security services and forces."""

    ARMED_FORCES = 0
    FSB = 1
    FSO = 2
    ROSGVARDIA = 3
    MVD = 4
    SVR = 5
    GU = 6
    INVESTIGATORS = 7
    CHECHEN_FORMATIONS = 8
    IRREGULARS = 9


ORGANS = len(Organ)


class Cause(IntEnum):
    """How a leader leaves office."""

    NONE = 0
    DEATH = 1
    INCAPACITY = 2
    COUP = 3
    REMOVAL = 4
    HANDOVER = 5
    UPRISING = 6
    DEFEAT = 7


CAUSES = len(Cause)


class Succession(IntEnum):
    """How a succession is resolved."""

    NONE = 0
    ORDERLY_HANDOVER = 1
    MANAGED_CONSOLIDATION = 2
    COLLECTIVE_LEADERSHIP = 3
    SECURITY_TAKEOVER = 4
    PROLONGED_VACUUM = 5
    ARMED_CONFLICT = 6
    OPENING = 7


SUCCESSIONS = len(Succession)


class WarEnd(IntEnum):
    """How the fighting ended, if it did."""

    GOES_ON = 0
    RUSSIAN_OBJECTIVE = 1
    UKRAINIAN_OBJECTIVE = 2
    SETTLEMENT = 3
    NO_WAR = 4


class Means(IntEnum):
    """Means by which Russia works on Ukraine's course short of war, the cheapest first."""

    PERSUASION = 0
    PRESSURE = 1
    INTERFERENCE = 2
    SUBVERSION = 3


class Support(IntEnum):
    """Assumption about China's support: a fixed pole, or chosen week by week."""

    NO_LIMITS = 0
    HEDGED = 1
    TRANSACTIONAL = 2
    WITHDRAWN = 3
    ENDOGENOUS = 4


POLES = 4


class Channel(IntEnum):
    """Domains in which China supports Russia."""

    TRADE = 0
    DUAL_USE = 1
    FINANCE = 2
    DIPLOMACY = 3


CHANNELS = len(Channel)


class Dependence(IntEnum):
    """Domains in which Russia depends on China."""

    TRADE = 0
    TECHNOLOGY = 1
    FINANCE = 2
    ENERGY = 3
    DIPLOMACY = 4


DEPENDENCES = len(Dependence)


class Happening(IntEnum):
    """Kinds of events in the log of a run."""

    PROPOSAL = 0
    REPLY = 1
    TRUCE_BEGINS = 2
    TRUCE_EXTENDED = 3
    TRUCE_EXPIRES = 4
    TRUCE_BREAKS = 5
    VIOLATIONS = 6
    SETTLEMENT = 7
    WAR_DECIDED = 8
    PRESSURE_SWITCH = 9
    AID_CHANGE = 10
    SANCTIONS_CHANGE = 11
    OFFICE_CHANGES = 12
    ELECTION = 13
    MARTIAL_LAW_ENDS = 14
    SUPPORT_CHANGES = 15
    PURGE = 16
    HEIR_NAMED = 17
    COUNTERWEIGHT = 18
    PLOT_FORMS = 19
    PLOT_EXPOSED = 20
    COUP = 21
    CASCADE = 22
    EXIT = 23
    ACTING_PRESIDENT = 24
    CONTEST = 25
    SUCCESSION = 26
    REGIME_ENDS = 27
    TERM_AGREED = 28
    MEANS_CHANGE = 29
    DEADLINE_SET = 30
    DEADLINE_PASSES = 31
    MARTIAL_LAW_RESTORED = 32
    RULER_STANDS = 33
    RULER_VOTE = 34
    PLOT_LAPSES = 35


def label(member: IntEnum) -> str:
    """Return the word that users read: `Scope.GENERAL` -> "general", with hyphens for underscores."""
    return member.name.lower().replace("_", "-")
