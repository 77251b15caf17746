"""Settings: the few numbers that a reading depends on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """How a map is read. The same map and settings give the same figures on every machine.

    ``trials``: draws in which doubtful links drop out. ``seed``: which draws. ``core_share``: from which share
    (0 to 1) a cause is a core problem (Goldratt 1994: 70 %). ``longest_loop``: most links of a listed loop.
    ``most_loops``: most loops listed. ValueError for what cannot be meant.
    """

    trials: int = 2048
    seed: int = 0
    core_share: float = 0.7
    longest_loop: int = 6
    most_loops: int = 500

    def __post_init__(self) -> None:
        if self.trials < 1:
            raise ValueError("A reading needs at least one trial.")
        if not 0 <= self.core_share <= 1:
            raise ValueError("The share of a core problem lies between 0 and 1.")
        if self.longest_loop < 2 or self.most_loops < 0:
            raise ValueError("A loop has at least two links, and a list no less than no entries.")
