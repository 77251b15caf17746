"""What a map is and how it changes: pure Python and pydantic, no Qt, no database, no clock but a step's time."""
