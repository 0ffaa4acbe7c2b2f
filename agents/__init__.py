"""Who acts: one file a kind, its record, its parameters, its rules and its Mesa class side by side."""
