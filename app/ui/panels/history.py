"""History The map at any earlier moment."""

from app.ui.panels.page import Page


class HistoryPage(Page):
    """The map at any earlier moment."""

    title = "History"
