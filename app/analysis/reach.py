"""Reach: which symptoms lie downstream of each factor, and how far away."""

from collections import deque

from app.analysis.groups import Groups

FAR = -1
"""Stands for the steps of a factor that reaches no symptom."""


def reach_of_groups(groups: Groups) -> list[int]:
    """For each group the symptoms in it or downstream of it, as bits: bit k is the k-th symptom."""
    reach = [0] * len(groups.groups)
    for bit, symptom in enumerate(groups.symptoms):
        reach[groups.group_of[symptom]] |= 1 << bit
    for at in range(len(groups.groups) - 1, -1, -1):
        bits = reach[at]
        for member in groups.groups[at]:
            for link in groups.out[member]:
                bits |= reach[groups.group_of[groups.effect[link]]]
        reach[at] = bits
    return reach


def steps_to_symptoms(groups: Groups) -> list[int]:
    """For each factor the fewest links to its nearest symptom (0 for a symptom itself, FAR if it reaches none)."""
    steps = [FAR] * len(groups.factors)
    waiting = deque(groups.symptoms)
    for symptom in waiting:
        steps[symptom] = 0
    while waiting:
        effect = waiting.popleft()
        for link in groups.into[effect]:
            cause = groups.cause[link]
            if steps[cause] == FAR:
                steps[cause] = steps[effect] + 1
                waiting.append(cause)
    return steps


def longest_chains(groups: Groups) -> list[int]:
    """For each group the most links on a chain of groups down to one with a symptom in it (FAR if there is none)."""
    longest = [FAR] * len(groups.groups)
    for symptom in groups.symptoms:
        longest[groups.group_of[symptom]] = 0
    for at in range(len(groups.groups) - 1, -1, -1):
        for member in groups.groups[at]:
            for link in groups.out[member]:
                below = groups.group_of[groups.effect[link]]
                if below != at and longest[below] != FAR:
                    longest[at] = max(longest[at], longest[below] + 1)
    return longest
