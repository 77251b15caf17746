"""Identifiers: UUIDv7 text for what is made here, name-based text for what comes from a file."""

import os
import threading
import time
import uuid

_lock = threading.Lock()
_last = [0]


def new_id() -> str:
    """A UUIDv7 (RFC 9562) as text: later ids sort after earlier ones, also within a millisecond."""
    with _lock:
        # 48 bits of milliseconds, then 12 bits of sub-millisecond order (RFC 9562, method 3).
        now = time.time_ns()
        ticks = (now // 1_000_000) << 12 | (now % 1_000_000) * 4096 // 1_000_000
        ticks = _last[0] = max(ticks, _last[0] + 1)
    tail = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    value = (ticks >> 12) << 80 | 0x7 << 76 | (ticks & 0xFFF) << 64 | 0b10 << 62 | tail
    return str(uuid.UUID(int=value))


_IMPORTED = uuid.UUID("0d3f9c1e-6d1e-5b0a-9c53-7f6d0e9a4b21")


def id_for(*names: str) -> str:
    """The same id for the same names (UUIDv5): a file imported twice gives the same figures twice."""
    return str(uuid.uuid5(_IMPORTED, "\x1f".join(names)))
