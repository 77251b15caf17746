"""Is it robust? How sure the ranking is, and which links to test first."""

from app.ui.panels.page import Page


class RobustPage(Page):
    """How sure the ranking is, and which links to test first."""

    title = "Is it robust?"
