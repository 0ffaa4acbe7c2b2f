"""Replace a rule that a stage calls by one that notes what it is given."""

from __future__ import annotations

from types import SimpleNamespace


def noted(monkeypatch, stage, name: str, answer=None) -> list[tuple]:
    """Replace `name` in a stage by what answers `answer`, or what that returns; return what it is given, call by call."""
    calls: list[tuple] = []

    def noting(*given):
        calls.append(given)
        return answer(*given) if callable(answer) else answer

    monkeypatch.setattr(stage, name, noting)
    return calls


def some(**groups: dict) -> SimpleNamespace:
    """Parameters, those alone that a rule reads."""
    return SimpleNamespace(**{name: SimpleNamespace(**values) for name, values in groups.items()})
