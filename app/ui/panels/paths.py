"""Paths The ways from one factor to another."""

from app.ui.panels.page import Page


class PathsPage(Page):
    """The ways from one factor to another."""

    title = "Paths"
