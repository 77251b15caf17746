"""Where things stand. Sizes come in, places go out; no Qt, no map is altered."""
