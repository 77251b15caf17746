"""The basis: who said it, what it rests on, what the room thinks, and what a critical friend would ask."""
