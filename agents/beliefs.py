"""Beliefs: each state's view of where the war is going, learned from noisy reports."""
