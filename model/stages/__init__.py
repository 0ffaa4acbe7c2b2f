"""The stages of a week, one a file: what agents decide in it, what the arena resolves.

Each file ends in the stage itself, as the compiled engine plays it. `DilemmaModel` plays the same rules with agents in
the place of the loops over rows.
"""
