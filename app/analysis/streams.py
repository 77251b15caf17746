"""Streams: the trials of a whole map, from which single links can be left out for a moment.

They are carried anew only where that can be felt: upstream of the link's cause, group by group, as long as something
changes. Inside a loop nothing may be kept, for what its members reach they may have from each other alone: the whole
loop is carried from what leads out of it. Structural reach is carried beside them, as a trial in which all links stay.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from app.analysis.draws import copies_of, draws, words_of
from app.analysis.groups import Groups, settle
from app.analysis.settings import Settings

Way = tuple[int, int, int]
"""A link, its effect, and the trials in which it stays."""


@dataclass(eq=False, slots=True)
class _Layer:
    """What is carried together: the bits of each factor, and those that a symptom starts with (0 for all others).

    Of a loop's members ``inner`` holds the ways that stay in the loop; ``ways`` holds all others.
    """

    bits: list[int]
    start: list[int]
    ways: list[list[Way]]
    inner: dict[int, list[Way]]


class Streams:
    """For each factor the symptoms it reaches (``reach``, bit k the k-th), and in which trials (see ``trials_of``)."""

    def __init__(self, groups: Groups, settings: Settings) -> None:
        self.groups = groups
        self._loops = {at: groups.effects_first(at) for at, members in enumerate(groups.groups) if len(members) > 1}
        self._causes_within = {
            factor: [groups.cause[way] for way in groups.into[factor] if groups.group_of[groups.cause[way]] == at]
            for at, members in self._loops.items()
            for factor in members
        }
        trials = settings.trials
        stays = draws([(link.id, link.confidence) for link in groups.links], trials, settings.seed)
        width, copies = 64 * words_of(trials), copies_of(trials)
        self._layers = [self._layer({each: 1 << at for at, each in enumerate(groups.symptoms)}, [-1] * len(stays))]
        for first in range(0, len(groups.symptoms), copies):
            block = groups.symptoms[first : first + copies]
            self._layers.append(
                self._layer({each: (1 << trials) - 1 << width * at for at, each in enumerate(block)}, stays)
            )

    @property
    def reach(self) -> list[int]:
        """For each factor the symptoms it is or leads to."""
        return self._layers[0].bits

    def trials_of(self, factor: int) -> list[int]:
        """The trials in which a factor reaches each symptom, as app.analysis.trials.carried gives them."""
        return [layer.bits[factor] for layer in self._layers[1:]]

    def lose(self, link: int, *, joined: bool) -> list[dict[int, int]]:
        """Carry all anew without a link: for each layer what was before at the factors that have changed.

        ``joined``: cause and effect still lead to each other without it.
        """
        reach = self._layers[0]
        found = [{} if joined else self._lose(reach, link)]
        return found + [self._lose(layer, link) for layer in self._layers[1:]]

    def restore(self, before: list[dict[int, int]]) -> None:
        """Put back what :meth:`lose` has changed."""
        for layer, known in zip(self._layers, before, strict=True):
            for factor, bits in known.items():
                layer.bits[factor] = bits

    def _layer(self, own: dict[int, int], stays: Sequence[int]) -> _Layer:
        groups, group_of = self.groups, self.groups.group_of
        start = [own.get(factor, 0) for factor in range(len(groups.factors))]
        ways: list[list[Way]] = [[] for _ in groups.factors]
        inner: dict[int, list[Way]] = {factor: [] for factor in self._causes_within}
        for link, (cause, effect) in enumerate(zip(groups.cause, groups.effect, strict=True)):
            kept = inner[cause] if group_of[cause] == group_of[effect] else ways[cause]
            kept.append((link, effect, stays[link]))
        layer = _Layer(start[:], start, ways, inner)
        for at in range(len(groups.groups) - 1, -1, -1):
            self._renew(layer, at, {})
        return layer

    def _lose(self, layer: _Layer, link: int) -> dict[int, int]:
        groups, group_of = self.groups, self.groups.group_of
        cause, effect = groups.cause[link], groups.effect[link]
        kept = layer.inner if group_of[cause] == group_of[effect] else layer.ways
        ways = kept[cause]
        before: dict[int, int] = {}
        if not any(way[0] == link and layer.bits[effect] & way[2] for way in ways):
            return before
        kept[cause] = [way for way in ways if way[0] != link]
        waiting = [-group_of[cause]]
        seen = set(waiting)
        while waiting:
            at = -heapq.heappop(waiting)
            for changed in self._renew(layer, at, before):
                for way in groups.into[changed]:
                    earlier = -group_of[groups.cause[way]]
                    if earlier not in seen:
                        seen.add(earlier)
                        heapq.heappush(waiting, earlier)
        kept[cause] = ways
        return before

    def _renew(self, layer: _Layer, at: int, before: dict[int, int]) -> Sequence[int]:
        """Carry one group anew from what leads out of it; the factors that changed, what was there in ``before``."""
        bits, ways = layer.bits, layer.ways
        if at in self._loops:
            return self._renew_loop(layer, at, before)
        members = self.groups.groups[at]
        factor = members[0]
        own = layer.start[factor]
        for _, effect, mask in ways[factor]:
            own |= bits[effect] & mask
        if own == bits[factor]:
            return ()
        before[factor] = bits[factor]
        bits[factor] = own
        return members

    def _renew_loop(self, layer: _Layer, at: int, before: dict[int, int]) -> Sequence[int]:
        bits, inner, order = layer.bits, layer.inner, self._loops[at]
        old = [bits[factor] for factor in order]
        for factor in order:
            own = layer.start[factor]
            for _, effect, mask in layer.ways[factor]:
                own |= bits[effect] & mask
            bits[factor] = own

        def renew(factor: int) -> bool:
            known = own = bits[factor]
            for _, effect, mask in inner[factor]:
                own |= bits[effect] & mask
            bits[factor] = own
            return own != known

        settle(order, renew, self._causes_within.__getitem__)
        changed = [factor for factor, was in zip(order, old, strict=True) if bits[factor] != was]
        before.update((factor, was) for factor, was in zip(order, old, strict=True) if bits[factor] != was)
        return changed
