"""Settle: newcomers find room, and only what must move moves."""

from collections.abc import Collection, Mapping, Sequence

from app.layout.board import AIR, Board, Place
from app.layout.geometry import Box, Ends, Point
from app.layout.parting import parted

WORTH = 1.0
"""Crossings that the move of a factor which the edit touches has to save."""
UNTANGLED = 2.0
WALK = 1/200
BUDGET = 5.0
TRIES = 3
import os
G=os.environ.get
WORTH=float(G('WORTH',WORTH)); UNTANGLED=float(G('UNT',UNTANGLED)); WALK=float(G('WALK',WALK)); BUDGET=float(G('BUDGET',BUDGET)); TRIES=int(G('TRIES',TRIES))


def settle(
    boxes: Mapping[str, Box],
    links: Sequence[Ends],
    newcomers: Mapping[str, tuple[float, float]],
    *,
    still: Collection[str] = (),
    loose: Collection[str] = (),
    symptoms: Collection[str] = (),
    touched: Collection[str] = (),
    may_untangle: bool = False,
) -> dict[str, Point]:
    """Give newcomers room."""
    sizes = {key: size for key, size in newcomers.items() if key not in boxes}
    still = frozenset(still)
    board = Board(boxes, sizes, links, still)
    symptoms = frozenset(board.number[key] for key in symptoms if key in board.number)
    new = [board.number[key] for key in sizes]
    for n in _in_turn(board, new):
        _place(board, n, symptoms)
        _make_room(board, n, still)
    if len(new) > 1:
        for n in new:
            board.lift(n)
            _place(board, n, symptoms)
            _make_room(board, n, still)
    free = [board.number[key] for key in loose if key in board.number and key not in still]
    for n in free:
        _improve(board, n, symptoms, still, 0.3, 0.0)
    if may_untangle:
        near = [board.number[key] for key in dict.fromkeys(touched) if key in board.number and key not in still]
        for n in near:
            if n not in free:
                _improve(board, n, symptoms, still, WORTH, 0.0)
        _untangle(board, {*new, *free, *near}, symptoms, still)
    after = {key: box for key, box in zip(board.keys, board.boxes, strict=True) if box}
    ys = parted(after, still, sizes, air=AIR)
    found: dict[str, Point] = {}
    for key, box in after.items():
        y = ys.get(key, box.y)
        old = boxes.get(key)
        if old is None or abs(old.x - box.x) > 0.01 or abs(old.y - y) > 0.01:
            found[key] = (box.x, y)
    return found


def _in_turn(board, new):
    """Order newcomers so that each, where it can, comes after one that it is linked to: effects before causes."""
    waiting = list(new)
    known = board.known.tolist()
    while waiting:
        def score(n):
            e = sum(known[m] for m in board.effects_of[n]); c = sum(known[m] for m in board.causes_of[n])
            out = sum(1 for m in board.effects_of[n] if m in waiting)
            return (e + c == 0, out > 0, -(e + c))
        n = min(waiting, key=score)
        waiting.remove(n)
        known[n] = True
        yield n


def _columns(board, n, symptoms):
    at, known = board.at, board.known
    es = [int(at[m]) for m in board.effects_of[n] if known[m]]
    cs = [int(at[m]) for m in board.causes_of[n] if known[m]]
    last = len(board.columns) - 1
    if n in symptoms and not es and not board.effects_of[n]:
        first = max([last, *(c + 1 for c in cs)])
        return range(max(0, first), max(0, first) + 1)
    if es and cs:
        low, high = max(cs) + 1, min(es) - 1
        if low > high:
            low, high = min(low, high), max(low, high)
        low = max(low, high - 4)
    elif es:
        high = max(es) - 1
        low = min(min(es) - 1, high)
        low = max(-1, low - 1 if low > 0 else low)
    elif cs:
        low = max(cs) + 1
        high = min(low + 1, last + 1) if low <= last else low
    else:
        low, high = 0, last
    return range(max(-1, low), min(last + 1, high) + 1)


def _wish(board, n):
    ys = [board.ys[m] for m in (*board.effects_of[n], *board.causes_of[n]) if board.known[m]]
    return float(sum(ys) / len(ys)) if ys else None


def _place(board, n, symptoms):
    if not board.columns:
        board.stand(n, Place(0, 0.0, 0.0)); return
    wish = _wish(board, n)
    if wish is None:
        last = len(board.columns) - 1
        cols = range(last + 1)
        height = board.sizes[n][1]
        if n in symptoms: c = last
        else:
            cs = [c for c in cols if not any(k in symptoms for k in board.columns[c].keys)] or [last]
            c = min(cs, key=lambda c: (max(board.columns[c].bottoms, default=0.0), -c))
        y = max(board.columns[c].bottoms) + AIR + height / 2 if board.columns[c].bottoms else 0.0
        board.stand(n, Place(c, y, 0)); return
    places = board.places(n, _columns(board, n, symptoms), wish)
    if not places:
        places = board.places(n, range(len(board.columns)), wish, 400)
    board.weigh(n, places)
    board.stand(n, min(places, key=lambda p: p.cost))


def _make_room(board, n, still):
    """Push."""
    c = int(board.at[n])
    column = board.columns[c]
    near = {board.keys[k]: board.boxes[k] for k in column.keys}
    for key, y in parted(near, still, {board.keys[n]}, air=AIR).items():
        board.shift(board.number[key], y)


def _improve(board, n, symptoms, still, worth, walk, budget=1e9):
    wish = _wish(board, n)
    if wish is None: return False
    box = board.boxes[n]
    if abs(board.columns[int(board.at[n])].x - box.x) > 1: return False
    here = Place(int(board.at[n]), box.y, 0.0)
    cols = set(_columns(board, n, symptoms))
    cols.add(here.column)
    cols = sorted(cols)
    board.lift(n)
    places = [here, *board.places(n, cols, wish)]
    board.weigh(n, places)
    if walk or budget < 1e9:
        for p in places[1:]:
            far = 1e9 if not 0<=p.column<len(board.columns) else (abs(p.y - box.y)**2 + (board.columns[p.column].x-box.x)**2)**.5
            p.cost += far * walk + (1e6 if far + p.push * 100 > budget else 0)
    best = min(places, key=lambda p: p.cost)
    if best.cost < here.cost - worth:
        board.stand(n, best)
        _make_room(board, n, still)
        return True
    board.stand(n, here)
    return False


def _untangle(board, done, symptoms, still):
    import numpy as np
    budget = BUDGET * (len(board.keys) - len(done))
    counts = board.tangles()
    order = np.argsort(-counts)[:TRIES+len(done)]
    tried=0
    for n in order.tolist():
        if n in done or board.keys[n] in still or tried>=TRIES or counts[n] < UNTANGLED: continue
        tried+=1
        if _improve(board, n, symptoms, still, UNTANGLED, WALK, budget): return
