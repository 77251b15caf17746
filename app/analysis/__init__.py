"""What a map says: pure functions on an immutable snapshot, one question a file; ``reading`` gathers the answers."""
