"""Bringing other maps into the open one: those of break-out tables, copies edited apart, maps of other programs."""
