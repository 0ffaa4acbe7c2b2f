"""What a history says of an answer: its terms, and that some answers go against them."""

from __future__ import annotations

import pytest

from agents.vocabulary import TERMS, Answer, Condition, Happening, Scope, Term
from model.telling import condition_words, sentence

AGAINST = "though its terms spoke against it"


def reply(answer: Answer, **terms: float) -> str:
    values = [terms.get(term.name.lower(), 0.0) for term in Term]
    event = {
        "kind": Happening.REPLY,
        "actor": 0,
        "target": 2,
        "scope": Scope.GENERAL,
        "detail": answer,
        "value": 0.3,
        "conditions": 0,
        "granted": Scope.SECTOR,
        "terms": values,
    }
    assert len(values) == TERMS
    return sentence(event)


@pytest.mark.parametrize("answer", [Answer.ACCEPT, Answer.PARTIAL, Answer.CONDITIONAL])
def test_an_answer_against_its_terms_is_told_as_one(answer):
    assert AGAINST in reply(answer, credit=0.004, lasting=-0.006)
    assert AGAINST not in reply(answer, credit=0.008, lasting=-0.006)


def test_a_refusal_has_no_terms_to_go_against():
    assert AGAINST not in reply(Answer.REJECT)
    assert AGAINST not in reply(Answer.IGNORED, blame=-0.002)


def test_names_are_written_as_names():
    every = condition_words(sum(1 << condition for condition in Condition))
    assert "US guarantee" in every
    assert "Kursk" in every
    assert not any(word.startswith("us ") for word in every)


@pytest.mark.parametrize(
    ("bound", "said"), [(-1, "begins (1 day)."), (0, "begins (1 day), kept by Russia alone.")]
)
def test_a_truce_that_binds_its_author_alone_is_told_as_one(bound, said):
    event = {
        "kind": Happening.TRUCE_BEGINS,
        "actor": 0,
        "target": bound,
        "scope": Scope.SHORT,
        "detail": 0,
        "value": 1.25,
    }
    assert sentence(event).endswith(said)
