"""Ranking: the order of the most upstream causes, and which of them the trials cannot tell apart.

A mean over trials is known to its standard error only. Two causes went through the same trials, so that what counts is
the difference of their shares trial by trial (common random numbers: Conway 1963); while its mean lies within two of
its standard errors, about what nineteen in twenty such means do where there is no difference at all, the trials cannot
tell the two apart and the surer figures decide: share, relief, label.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Cause = TypeVar("Cause")
Counts = NDArray[np.integer[Any]]

STANDARD_ERRORS = 2
"""How many standard errors from nothing a mean difference may lie and still count as nothing."""

_EXACT = 2**62


def are_level(first: Counts, second: Counts) -> bool:
    """Whether trials cannot tell two causes apart, given what each reached in every trial, as whole numbers.

    With the differences d of n trials, |mean of d| ≤ 2 √(variance / n), the variance being estimated with n - 1. Told
    in whole numbers, so that it is the same on every machine: (Σd)² (n + 3) ≤ 4 n Σd². One trial tells nothing apart.
    """
    apart = first.astype(np.int64) - second.astype(np.int64)
    trials, most = len(apart), int(np.abs(apart).max(initial=0))
    if most * most * trials < _EXACT:
        total, squares = int(apart.sum()), int(apart @ apart)
    else:
        total, squares = sum(map(int, apart)), sum(int(each) ** 2 for each in apart)
    wide = STANDARD_ERRORS**2
    return total * total * (trials - 1 + wide) <= wide * trials * squares


def level_groups(by_mean: Iterable[Cause], level: Callable[[Cause, Cause], bool]) -> Iterator[list[Cause]]:
    """Part causes, greatest mean first, into groups: each as long as its causes stand level with its first one."""
    group: list[Cause] = []
    for cause in by_mean:
        if group and not level(group[0], cause):
            yield group
            group = []
        group.append(cause)
    if group:
        yield group


def places(
    group: Sequence[Cause], before: int, figures: Callable[[Cause], Sequence[int]], name: Callable[[Cause], Any]
) -> list[tuple[int, int, Cause]]:
    """The causes of a level group in their order, each with its rank and how many share it.

    ``before``: how many causes stand above the group. ``figures``: share and relief, greatest first; where all are
    equal the rank is shared, the next one counts them (1, 1, 3), and ``name`` decides who is named first.
    """
    known = [(tuple(figures(cause)), cause) for cause in group]
    known.sort(key=lambda each: (tuple(-figure for figure in each[0]), name(each[1])))
    found: list[tuple[int, int, Cause]] = []
    for _, same in groupby(known, key=lambda each: each[0]):
        causes = [cause for _, cause in same]
        rank = before + len(found) + 1
        found += [(rank, len(causes), cause) for cause in causes]
    return found
