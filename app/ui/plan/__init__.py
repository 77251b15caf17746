"""The plan: what is to be done about which causes, by whom, when, how surely, and how one will know."""
