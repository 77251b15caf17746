"""Where to act What to work on, and in which order."""

from app.ui.panels.page import Page


class ActingPage(Page):
    """What to work on, and in which order."""

    title = "Where to act"
