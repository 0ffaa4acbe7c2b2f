"""Draw parameters anywhere in their declared ranges."""

from experiments.rows import anywhere

__all__ = ["anywhere"]
