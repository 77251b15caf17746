"""Loops The vicious circles of the map."""

from app.ui.panels.page import Page


class LoopsPage(Page):
    """The vicious circles of the map."""

    title = "Loops"
