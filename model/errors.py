"""Errors that a user can mend, each said in one line."""

from __future__ import annotations


class InputError(ValueError):
    """Something given to the model is wrong: the message names it, what was found and what is allowed."""
