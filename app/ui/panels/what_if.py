"""What if? What would follow if something were fixed or wrong."""

from app.ui.panels.page import Page


class WhatIfPage(Page):
    """What would follow if something were fixed or wrong."""

    title = "What if?"
