"""Making one map of several: reading the others, what there is to decide, and what comes of it. No window."""
