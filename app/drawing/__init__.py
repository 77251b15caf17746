"""How a map looks on any QPainter: the screen and every picture draw through here."""
