"""All groups of parameters, each declared beside the rules that it governs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameters:
    """The parameters of a run, one group a mechanism."""
