"""Second opinions What other ways of counting say."""

from app.ui.panels.page import Page


class OpinionsPage(Page):
    """What other ways of counting say."""

    title = "Second opinions"
