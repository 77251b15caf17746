"""From each format to the next. What is written here is never changed again: old files stay as they were."""

from collections.abc import Callable

from app.storage.sqlite import FORMAT, Database

_TO_2 = (
    # Confidence was a word.
    """CREATE TABLE link_2 (
        number INTEGER NOT NULL, id TEXT NOT NULL, cause TEXT NOT NULL, effect TEXT NOT NULL,
        confidence DOUBLE NOT NULL, polarity TEXT NOT NULL, note TEXT NOT NULL, together TEXT NOT NULL,
        PRIMARY KEY (number), UNIQUE (id),
        FOREIGN KEY(cause) REFERENCES factor (id) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(effect) REFERENCES factor (id) DEFERRABLE INITIALLY DEFERRED)""",
    """INSERT INTO link_2 SELECT number, id, cause, effect,
        CASE confidence WHEN 'established' THEN 0.95 WHEN 'likely' THEN 0.8 WHEN 'tentative' THEN 0.5
                        ELSE confidence END,
        polarity, note, together FROM link""",
    "DROP TABLE link",
    "ALTER TABLE link_2 RENAME TO link",
    "CREATE INDEX ix_link_cause ON link (cause)",
    "CREATE INDEX ix_link_effect ON link (effect)",
    # Effort and impact of a factor were not asked.
    "ALTER TABLE factor ADD COLUMN effort INTEGER",
    "ALTER TABLE factor ADD COLUMN impact INTEGER",
    # Actions and measures did not exist.
    """CREATE TABLE action (
        number INTEGER NOT NULL, id TEXT NOT NULL, what TEXT NOT NULL, organisation TEXT NOT NULL, role TEXT NOT NULL,
        start TEXT NOT NULL, due TEXT NOT NULL, resources TEXT NOT NULL, status TEXT NOT NULL, strength TEXT NOT NULL,
        capacity TEXT NOT NULL, capacity_reason TEXT NOT NULL, capability TEXT NOT NULL,
        capability_reason TEXT NOT NULL, commitment TEXT NOT NULL, commitment_reason TEXT NOT NULL,
        PRIMARY KEY (number), UNIQUE (id))""",
    """CREATE TABLE remedy (
        number INTEGER NOT NULL, id TEXT NOT NULL, action TEXT NOT NULL, factor TEXT NOT NULL,
        PRIMARY KEY (number), UNIQUE (id),
        FOREIGN KEY(action) REFERENCES action (id) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(factor) REFERENCES factor (id) DEFERRABLE INITIALLY DEFERRED)""",
    "CREATE INDEX ix_remedy_action ON remedy (action)",
    "CREATE INDEX ix_remedy_factor ON remedy (factor)",
    """CREATE TABLE measure (
        number INTEGER NOT NULL, id TEXT NOT NULL, subject TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL,
        baseline DOUBLE, target DOUBLE, PRIMARY KEY (number), UNIQUE (id))""",
    """CREATE TABLE measurement (
        number INTEGER NOT NULL, id TEXT NOT NULL, measure TEXT NOT NULL, date TEXT NOT NULL, value DOUBLE NOT NULL,
        PRIMARY KEY (number), UNIQUE (id),
        FOREIGN KEY(measure) REFERENCES measure (id) DEFERRABLE INITIALLY DEFERRED)""",
    "CREATE INDEX ix_measurement_measure ON measurement (measure)",
)


def _from_1_to_2(database: Database) -> None:
    for statement in _TO_2:
        database.raw.execute(statement)


def _from_2_to_3(database: Database) -> None:
    # No factor was pinned or parked.
    for name in ("pinned", "parked"):
        database.raw.execute(f"ALTER TABLE factor ADD COLUMN {name} BOOLEAN NOT NULL DEFAULT 0")


_TO_4 = (
    # Nothing was kept of what if, and no moment had a name.
    """CREATE TABLE scenario (
        number INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, note TEXT NOT NULL,
        PRIMARY KEY (number), UNIQUE (id))""",
    """CREATE TABLE supposition (
        number INTEGER NOT NULL, id TEXT NOT NULL, scenario TEXT NOT NULL, subject TEXT NOT NULL, what TEXT NOT NULL,
        PRIMARY KEY (number), UNIQUE (id),
        FOREIGN KEY(scenario) REFERENCES scenario (id) DEFERRABLE INITIALLY DEFERRED)""",
    "CREATE INDEX ix_supposition_scenario ON supposition (scenario)",
    """CREATE TABLE snapshot (
        number INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, step TEXT NOT NULL,
        PRIMARY KEY (number), UNIQUE (id))""",
)


def _from_3_to_4(database: Database) -> None:
    for statement in _TO_4:
        database.raw.execute(statement)


_TO_5 = (
    # Nobody had voted, no question was answered, nothing was said to prepare something else.
    """CREATE TABLE vote (
        number INTEGER NOT NULL, id TEXT NOT NULL, factor TEXT NOT NULL, organisation TEXT NOT NULL,
        dots INTEGER NOT NULL, PRIMARY KEY (number), UNIQUE (id),
        FOREIGN KEY(factor) REFERENCES factor (id) DEFERRABLE INITIALLY DEFERRED)""",
    "CREATE INDEX ix_vote_factor ON vote (factor)",
    """CREATE TABLE answer (
        number INTEGER NOT NULL, id TEXT NOT NULL, question TEXT NOT NULL, state TEXT NOT NULL, words TEXT NOT NULL,
        "by" TEXT NOT NULL, time TEXT NOT NULL, PRIMARY KEY (number), UNIQUE (id))""",
    """CREATE TABLE preparation (
        number INTEGER NOT NULL, id TEXT NOT NULL, action TEXT NOT NULL, factor TEXT NOT NULL,
        PRIMARY KEY (number), UNIQUE (id),
        FOREIGN KEY(action) REFERENCES action (id) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(factor) REFERENCES factor (id) DEFERRABLE INITIALLY DEFERRED)""",
    "CREATE INDEX ix_preparation_action ON preparation (action)",
    "CREATE INDEX ix_preparation_factor ON preparation (factor)",
    "ALTER TABLE about ADD COLUMN dots INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE evidence ADD COLUMN organisation TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE action ADD COLUMN pace TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE action ADD COLUMN progress TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE action ADD COLUMN oversight TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE measure ADD COLUMN better TEXT NOT NULL DEFAULT ''",
)


def _from_4_to_5(database: Database) -> None:
    for statement in _TO_5:
        database.raw.execute(statement)


UPGRADES: dict[int, Callable[[Database], None]] = {
    1: _from_1_to_2,
    2: _from_2_to_3,
    3: _from_3_to_4,
    4: _from_4_to_5,
}
"""For each old format, what makes it the next one."""


def upgrade(database: Database) -> None:
    """Bring the file to the present format within the transaction that is open.

    The history stays readable; steps of formats before ``STEPS_SINCE`` cannot be undone (their rows say their format).
    """
    version = database.version()
    while version < FORMAT:
        UPGRADES[version](database)
        version += 1
    database.set_version(version)
