"""What the rooms of pages share: a page, its parts, and the tab that shows one page at a time."""
