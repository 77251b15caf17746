"""What stands beside the map: outline, focus, details. They share the session and do not know each other."""
