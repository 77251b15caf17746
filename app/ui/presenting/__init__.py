"""The room's screen: the map alone, large enough to be read from the back, following what is said."""
