"""Search: ways from one factor to another on which no factor comes twice, and a bound on how long it looks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.analysis.groups import Groups


@dataclass(slots=True)
class Looks:
    """How many more links a search may look along."""

    left: int

    @property
    def is_spent(self) -> bool:
        """Whether it has looked along as many as it may."""
        return self.left < 0


def walks(
    groups: Groups, ends: tuple[int, int], home: Mapping[int, int], length: int, looks: Looks
) -> Iterator[list[int]]:
    """Every way of exactly this many links, as link numbers; a circle where its ends, start and goal, are the same.

    ``home``: the fewest links from a factor to the goal; factors it does not name are not gone through. It ends early
    when the looks are spent. (Depth first, cut off where home is too far.)
    """
    start, goal = ends
    path: list[int] = []
    seen = {start, goal}
    ahead = [iter(groups.out[start])]
    while ahead:
        for link in ahead[-1]:
            looks.left -= 1
            if looks.is_spent:
                return
            effect = groups.effect[link]
            if len(ahead) == length:
                if effect == goal:
                    yield [*path, link]
            elif effect not in seen and home.get(effect, length) <= length - len(ahead):
                seen.add(effect)
                path.append(link)
                ahead.append(iter(groups.out[effect]))
                break
        else:
            ahead.pop()
            if path:
                seen.discard(groups.effect[path.pop()])
