"""Look closer: the tab of pages, each one question and its answer, lit up on the map."""
