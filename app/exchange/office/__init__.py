"""Documents for Word, PowerPoint and Excel."""
