"""The map on screen: scene, items, view, the editor in place, and one class a gesture."""
