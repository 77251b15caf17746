"""Where items are, as columns of figures: which of thousands meet a rectangle is known in some microseconds."""

from collections.abc import Iterator
from typing import Generic, TypeVar

import numpy as np
from PySide6.QtCore import QRectF

T = TypeVar("T")
_FIRST = 64


class Rows(Generic[T]):
    """Items with the rectangles they are painted on, by a key."""

    def __init__(self) -> None:
        self._at: dict[str, int] = {}
        self._items: list[T | None] = []
        self._free: list[int] = []
        self._edges = np.full((4, _FIRST), np.nan)
        """Left, top, right, bottom; no rectangle meets what is not a number."""

    def __len__(self) -> int:
        return len(self._at)

    def __contains__(self, key: str) -> bool:
        return key in self._at

    def __iter__(self) -> Iterator[T]:
        return (item for item in self._items if item is not None)

    def put(self, key: str, item: T, bounds: QRectF) -> None:
        """An item is here now."""
        at = self._at.get(key)
        if at is None:
            if self._free:
                at = self._free.pop()
                self._items[at] = item
            else:
                at = len(self._items)
                self._items.append(item)
                if at == self._edges.shape[1]:
                    self._edges = np.concatenate([self._edges, np.full_like(self._edges, np.nan)], axis=1)
            self._at[key] = at
        self._items[at] = item
        self._edges[:, at] = bounds.left(), bounds.top(), bounds.right(), bounds.bottom()

    def drop(self, key: str) -> bool:
        """An item is here no more; False if it was not."""
        at = self._at.pop(key, None)
        if at is None:
            return False
        self._items[at] = None
        self._edges[:, at] = np.nan
        self._free.append(at)
        return True

    def _meet(self, around: QRectF) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        left, top, right, bottom = self._edges[:, : len(self._items)]
        meets: np.ndarray[tuple[int], np.dtype[np.bool_]] = (
            (left <= around.right()) & (right >= around.left()) & (top <= around.bottom()) & (bottom >= around.top())
        )
        return meets

    def count(self, around: QRectF) -> int:
        """How many meet a rectangle."""
        return int(np.count_nonzero(self._meet(around)))

    def meeting(self, around: QRectF) -> list[T]:
        """Those that meet a rectangle."""
        items = self._items
        return [item for at in np.flatnonzero(self._meet(around)).tolist() if (item := items[at]) is not None]
