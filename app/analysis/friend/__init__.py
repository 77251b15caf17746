"""The critical friend: questions that a map raises about itself. Never verdicts."""
