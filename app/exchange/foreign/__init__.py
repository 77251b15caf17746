"""Maps made in other programs, read into the plain form; what could not be taken is told in sentences."""
