"""Events in words: one sentence for each kind, from the numbers of the log."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any

from agents.vocabulary import (
    Actor,
    Answer,
    Cause,
    Channel,
    Condition,
    Faction,
    Happening,
    Issue,
    Means,
    Organ,
    Scope,
    Succession,
    Support,
    Term,
    WarEnd,
    label,
)
from model.contest import Move
from model.positions import position_words

SECTORS = ("energy", "sea", "air")
_TOLD = 0.0005  # prize: what is less would be told as nothing
_NAMES = {
    Actor.RUSSIA: "Russia",
    Actor.UKRAINE: "Ukraine",
    Actor.UNITED_STATES: "the United States",
    Actor.CHINA: "China",
    Actor.EUROPEAN_UNION: "the European Union",
    Actor.UNITED_KINGDOM: "the United Kingdom",
    Actor.GERMANY: "Germany",
    Actor.FRANCE: "France",
    Actor.POLAND: "Poland",
    Actor.HUNGARY: "Hungary",
}
_FACTIONS = {
    Faction.SECURITY_CORE: "the security core",
    Faction.GUARDS: "the guards",
    Faction.MILITARY: "the military command",
    Faction.ADMINISTRATION: "the presidential administration",
    Faction.TECHNOCRATS: "the technocrats",
    Faction.BUSINESS: "business",
    Faction.GOVERNORS: "the governors",
    Faction.PARTY: "party and parliament",
    Faction.ULTRANATIONALISTS: "the ultranationalists",
}
_ORGANS = {
    Organ.ARMED_FORCES: "the armed forces",
    Organ.FSB: "the FSB",
    Organ.FSO: "the FSO",
    Organ.ROSGVARDIA: "Rosgvardia",
    Organ.MVD: "the MVD",
    Organ.SVR: "the SVR",
    Organ.GU: "the GU",
    Organ.INVESTIGATORS: "the investigators",
    Organ.CHECHEN_FORMATIONS: "the Chechen formations",
    Organ.IRREGULARS: "the irregulars",
}
_ANSWERS = {
    Answer.IGNORED: "ignores it",
    Answer.REJECT: "rejects it",
    Answer.CONDITIONAL: "makes it conditional",
    Answer.PARTIAL: "accepts a lower rung",
    Answer.ACCEPT: "accepts it",
}
_CAUSES = {
    Cause.NONE: "leaves office",
    Cause.DEATH: "dies in office",
    Cause.INCAPACITY: "is incapacitated",
    Cause.COUP: "is ousted by a coup",
    Cause.REMOVAL: "is removed by insiders",
    Cause.HANDOVER: "hands over",
    Cause.UPRISING: "is driven out by an uprising",
    Cause.DEFEAT: "leaves after a lost election",
}
_MOVES = {
    Move.CANDIDACIES: "Candidates come forward",
    Move.REALIGNMENT: "Elites realign",
    Move.FORCE: "Force is used between organs",
    Move.ELECTION: "An election confirms the successor",
    Move.ELECTION_PUT_OFF: "The election is put off",
    Move.VACUUM: "The vacuum lasts",
}


def name(names: dict[Any, str], kind: type[IntEnum], index: int) -> str:
    """Return the name for an index, or "nobody" for -1."""
    return names[kind(index)] if index >= 0 else "nobody"


def truce_words(scope: int, sector: int) -> str:
    """Return what a truce is called: "general ceasefire", "energy truce"."""
    if scope == Scope.SECTOR:
        return f"{SECTORS[sector] if 0 <= sector < len(SECTORS) else 'sector'} truce"
    return {
        Scope.HUMAN: "humanitarian exchange",
        Scope.SHORT: "short truce",
        Scope.GENERAL: "general ceasefire",
        Scope.FINAL: "final settlement",
    }[Scope(scope)]


def article(words: str) -> str:
    """Return the words with their indefinite article."""
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def condition_words(bits: int) -> list[str]:
    """Return the conditions in `bits`."""
    words = [label(condition).replace("-", " ") for condition in Condition if bits >> condition & 1]
    return [word.replace("us guarantee", "US guarantee").replace("kursk", "Kursk") for word in words]


def deciding_terms(terms: Any) -> list[tuple[str, float]]:
    """Return the terms of a utility that are not 0, the largest first."""
    found = [(label(term), float(terms[term])) for term in Term if abs(float(terms[term])) >= 5e-5]
    return sorted(found, key=lambda item: -abs(item[1]))


def sentence(event: Any) -> str:
    """Return one event (a row of the log) as a sentence."""
    kind = Happening(int(event["kind"]))
    teller = _TELLERS.get(kind)
    return teller(event) if teller else label(kind).replace("-", " ").capitalize()


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _proposal(event: Any) -> str:
    what = truce_words(int(event["scope"]), int(event["detail"]))
    days = float(event["value"])
    length = f" of {days:.0f} days" if 1.5 <= days < 10_000 and event["scope"] != Scope.FINAL else ""
    return f"{_capital(name(_NAMES, Actor, int(event['actor'])))} proposes {article(what)}{length}."


def _reply(event: Any) -> str:
    who = _capital(name(_NAMES, Actor, int(event["actor"])))
    answer = Answer(int(event["detail"]))
    words = _ANSWERS[answer]
    if answer == Answer.PARTIAL:
        words = f"offers {article(truce_words(int(event['granted']), 0))} instead"
    text = f"{who} {words} (probability {float(event['value']):.2f})"
    asked = condition_words(int(event["conditions"]))
    if asked:
        text += f", asking for {', '.join(asked)}"
    terms = [(t, v) for t, v in deciding_terms(event["terms"])[:3] if abs(v) >= _TOLD]
    if terms:
        text += "; against rejecting: " + ", ".join(f"{t} {v:+.3f}" for t, v in terms)
        if answer > Answer.REJECT and sum(float(event["terms"][term]) for term in Term) <= -_TOLD:
            text += ", though its terms spoke against it"
    return text + "."


def _truce(words: str) -> Callable[[Any], str]:
    def tell(event: Any) -> str:
        what = truce_words(int(event["scope"]), int(event["detail"]))
        days = float(event["value"])
        shown = f" ({days:.0f} day{'' if days < 1.5 else 's'})" if 0.5 <= days < 10_000 else ""
        if event["kind"] == Happening.TRUCE_EXPIRES and int(event["scope"]) == Scope.HUMAN:
            return f"{_capital(article(what))} is completed{shown}."
        blamed = ""
        if event["kind"] == Happening.TRUCE_BEGINS and int(event["target"]) >= 0:
            blamed = f", kept by {name(_NAMES, Actor, int(event['target']))} alone"
        if event["kind"] == Happening.TRUCE_BREAKS and int(event["actor"]) >= 0:
            blamed = f", by {name(_NAMES, Actor, int(event['actor']))}"
        return f"{_capital(article(what))} {words}{shown}{blamed}."

    return tell


def _violations(event: Any) -> str:
    what = truce_words(int(event["scope"]), int(event["detail"]))
    return f"{float(event['value']):.0f} major incidents in a week under {article(what)}."


def _exit(event: Any) -> str:
    return f"The ruler {_CAUSES[Cause(int(event['detail']))]}, after {float(event['value']):.1f} years in office."


def _succession(event: Any) -> str:
    outcome = label(Succession(int(event["detail"]))).replace("-", " ")
    return f"The succession is resolved: {outcome}; the successor comes from {_faction(event)}."


def _faction(event: Any, field: str = "actor") -> str:
    return name(_FACTIONS, Faction, int(event[field]))


def _organ(event: Any) -> str:
    index = int(event["actor"])
    return name(_ORGANS, Organ, index) if index >= 0 else "civilians"


def _plot(event: Any) -> str:
    rank = "senior" if int(event["detail"]) else "junior"
    return f"A plot of {rank} men forms in {_organ(event)}."


def _purge(event: Any) -> str:
    if int(event["target"]) < 0:
        return f"Those who prevailed in the contest purge {_faction(event)}."
    return f"The ruler purges {_faction(event)}."


def _heir(event: Any) -> str:
    if int(event["detail"]) < 0:
        return "The ruler drops his heir."
    return f"The ruler names an heir, from {_faction(event, 'detail')}."


def _ruler_vote(event: Any) -> str:
    how = "wins" if int(event["detail"]) else "loses"
    return f"The ruler {how} the presidential election (chance of defeat {float(event['value']):.2f})."


def _coup(event: Any) -> str:
    how = "succeeds" if int(event["detail"]) else "fails"
    return f"A coup led from {_organ(event)} {how}."


def _contest(event: Any) -> str:
    move = Move(int(event["detail"]))
    index = int(event["actor"])
    return f"{_MOVES[move]}{f', {_faction(event)} in front' if index >= 0 else ''}."


def _election(event: Any) -> str:
    winner = (
        "the incumbent stays",
        "a firm successor wins",
        "an accommodating successor wins",
        "the incumbent may not stand again, and a successor of the same course wins",
    )
    return f"Ukraine votes: {winner[int(event['detail'])]} (trust {float(event['value']):.2f})."


def _war_decided(event: Any) -> str:
    words = label(WarEnd(int(event["detail"]))).replace("-", " ")
    return f"The fighting ends: {words.replace('russian', 'Russian').replace('ukrainian', 'Ukrainian')}."


def _settlement(event: Any) -> str:
    author = name(_NAMES, Actor, int(event["actor"]))
    return (
        f"A final settlement is signed on a text of {author}: the fighting ends, on terms that lie "
        f"{float(event['value']):.0%} of the way from Ukraine's aims to Russia's, as Russia weighs them."
    )


def _term_agreed(event: Any) -> str:
    issue, position = Issue(int(event["detail"])), float(event["value"])
    what = label(issue).replace("-", " ").replace("nato", "NATO")
    return f"It settles {what} at {position:.2f}: {position_words(issue, position)}."


def _side(words: str) -> Callable[[Any], str]:
    def tell(event: Any) -> str:
        return words.format(
            actor=_capital(name(_NAMES, Actor, int(event["actor"]))),
            target=name(_NAMES, Actor, int(event["target"])),
            value=float(event["value"]),
        )

    return tell


def _deadline(event: Any) -> str:
    target = name(_NAMES, Actor, int(event["target"]))
    if event["value"] > 0.0:
        return f"The date set to {target} passes, and the United States acts on it."
    return f"The United States lets the date set to {target} lapse."


def _means(event: Any) -> str:
    means = label(Means(int(event["detail"])))
    if int(event["target"]) != Actor.UKRAINE:
        return f"Russia works on Europe's members by {means} (their cohesion {float(event['value']):.2f})."
    return f"Russia works on Ukraine's course by {means} (control {float(event['value']):.2f})."


def _support(event: Any) -> str:
    domain = int(event["value"])
    where = "" if domain < 0 else f" in {label(Channel(domain)).replace('-', ' ')}"
    return f"China's support{where} moves to the pole {label(Support(int(event['detail'])))}."


_TELLERS: dict[Happening, Callable[[Any], str]] = {
    Happening.PROPOSAL: _proposal,
    Happening.REPLY: _reply,
    Happening.TRUCE_BEGINS: _truce("begins"),
    Happening.TRUCE_EXTENDED: _truce("is extended"),
    Happening.TRUCE_EXPIRES: _truce("expires unextended"),
    Happening.TRUCE_BREAKS: _truce("breaks down"),
    Happening.VIOLATIONS: _violations,
    Happening.SETTLEMENT: _settlement,
    Happening.TERM_AGREED: _term_agreed,
    Happening.MEANS_CHANGE: _means,
    Happening.WAR_DECIDED: _war_decided,
    Happening.PRESSURE_SWITCH: _side("{actor} turns its pressure on {target}."),
    Happening.DEADLINE_SET: _side("{actor} gives {target} {value:.0f} weeks to accept a general ceasefire."),
    Happening.DEADLINE_PASSES: _deadline,
    Happening.AID_CHANGE: _side("United States aid and intelligence flow to Ukraine at {value:.0%}."),
    Happening.SANCTIONS_CHANGE: _side("Relief from United States sanctions stands at {value:.0%}."),
    Happening.OFFICE_CHANGES: _side("A new leadership takes office in {actor}."),
    Happening.ELECTION: _election,
    Happening.MARTIAL_LAW_ENDS: lambda event: "Ukraine lifts martial law.",
    Happening.MARTIAL_LAW_RESTORED: lambda event: "Ukraine restores martial law as the fighting is resumed.",
    Happening.SUPPORT_CHANGES: _support,
    Happening.PURGE: _purge,
    Happening.HEIR_NAMED: _heir,
    Happening.RULER_STANDS: lambda event: "The ruler declares that he stands for another term.",
    Happening.RULER_VOTE: _ruler_vote,
    Happening.COUNTERWEIGHT: lambda event: "The ruler raises a counterweight to the army.",
    Happening.PLOT_FORMS: _plot,
    Happening.PLOT_EXPOSED: lambda event: f"The plot in {_organ(event)} is exposed.",
    Happening.PLOT_LAPSES: lambda event: f"The plot in {_organ(event)} comes to nothing.",
    Happening.COUP: _coup,
    Happening.CASCADE: lambda event: f"Dissent cascades to {float(event['value']):.0%} of elite power.",
    Happening.EXIT: _exit,
    Happening.ACTING_PRESIDENT: lambda event: f"{_capital(_faction(event))} provide the acting president.",
    Happening.CONTEST: _contest,
    Happening.SUCCESSION: _succession,
    Happening.REGIME_ENDS: lambda event: "The regime of March 2025 ends.",
}
