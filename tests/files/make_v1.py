"""Makes v1.headwater: a small invented map as the first format held it, written with sqlite3 alone.

Run once; the file it made is frozen. Usage: python make_v1.py OUT.headwater
"""

import json
import sqlite3
import sys
from pathlib import Path

RECORD = "number INTEGER NOT NULL, id TEXT NOT NULL,"
KEYS = "PRIMARY KEY (number), UNIQUE (id)"
LATER = "DEFERRABLE INITIALLY DEFERRED"
SCHEMA = f"""
CREATE TABLE about ({RECORD} title TEXT NOT NULL, created TEXT NOT NULL, {KEYS});
CREATE TABLE factor ({RECORD} label TEXT NOT NULL, kind TEXT NOT NULL, notes TEXT NOT NULL, theme TEXT NOT NULL,
  x DOUBLE, y DOUBLE, weight DOUBLE NOT NULL, control TEXT NOT NULL, {KEYS});
CREATE TABLE link ({RECORD} cause TEXT NOT NULL, effect TEXT NOT NULL, confidence TEXT NOT NULL,
  polarity TEXT NOT NULL, note TEXT NOT NULL, together TEXT NOT NULL, {KEYS},
  FOREIGN KEY(cause) REFERENCES factor (id) {LATER}, FOREIGN KEY(effect) REFERENCES factor (id) {LATER});
CREATE TABLE voice ({RECORD} organisation TEXT NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL,
  lived_experience BOOLEAN NOT NULL, {KEYS});
CREATE TABLE saying ({RECORD} voice TEXT NOT NULL, subject TEXT NOT NULL, {KEYS},
  FOREIGN KEY(voice) REFERENCES voice (id) {LATER});
CREATE TABLE evidence ({RECORD} subject TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL,
  quotation TEXT NOT NULL, strength INTEGER NOT NULL, date TEXT NOT NULL, address TEXT NOT NULL, {KEYS});
CREATE TABLE journal (number INTEGER NOT NULL, id TEXT NOT NULL, label TEXT NOT NULL, author TEXT NOT NULL,
  time TEXT NOT NULL, format INTEGER NOT NULL, undoes TEXT, redoes TEXT, selection_before TEXT NOT NULL,
  selection_after TEXT NOT NULL, changes TEXT NOT NULL, {KEYS});
CREATE TABLE meta (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name));
CREATE INDEX ix_link_cause ON link (cause);
CREATE INDEX ix_link_effect ON link (effect);
CREATE INDEX ix_saying_voice ON saying (voice);
"""
FACTORS = [  # id, label, kind, theme, x, y, weight, control
    ("waits", "People wait on the ward though they are well enough to leave", "symptom", "", 900, 0, 3.0, "not asked"),
    ("queue", "Ambulances queue outside the front door", "symptom", "", 900, 160, 1.0, "not asked"),
    ("late", "Transport home is booked after three o'clock", "cause", "transport", 600, -80, 1.0, "ours"),
    ("pills", "Medicines to take home are made up last", "cause", "pharmacy", 600, 40, 1.0, "ours"),
    ("round", "The ward round ends at noon", "cause", "ward", 300, -20, 1.0, "ours"),
    ("care", "No home care visit can start this week", "cause", "care", 600, 160, 1.0, "influence"),
    ("staff", "Home care workers leave for shops that pay more", "cause", "care", 300, 160, 1.0, "influence"),
    ("rates", "The fee for an hour of care has not risen for years", "cause", "care", 0, 160, 1.0, "fact of life"),
    ("strength", "Older people lose strength in bed", "cause", "ward", 600, 280, 1.0, "not asked"),
    ("beds", "Every bed is taken", "cause", "ward", 600, 400, 1.0, "not asked"),
]
LINKS = [  # cause, effect, confidence, polarity, together
    ("late", "waits", "likely", "+", ""),
    ("pills", "late", "established", "+", ""),
    ("round", "pills", "established", "+", ""),
    ("care", "waits", "established", "+", ""),
    ("staff", "care", "likely", "+", ""),
    ("rates", "staff", "tentative", "+", ""),
    ("waits", "strength", "likely", "+", ""),
    ("strength", "care", "tentative", "+", "both"),
    ("waits", "beds", "established", "+", ""),
    ("beds", "queue", "established", "+", ""),
]


def step(number: int, label: str, changes: list[dict[str, object]], undoes: str | None = None) -> tuple[object, ...]:
    """A journal row as the first format wrote it."""
    time = f"2026-01-15T10:{number:02}:00.000+00:00"
    return (number, f"step-{number}", label, "Ada", time, 1, undoes, None, "[]", "[]", json.dumps(changes))


def main(path: Path) -> None:
    """Write the file."""
    database = sqlite3.connect(path)
    database.executescript(f"PRAGMA application_id = {0x48445752}; PRAGMA user_version = 1; {SCHEMA}")
    database.execute("INSERT INTO about VALUES (1, 'about', 'Leaving hospital', '2026-01-15T10:00:00.000+00:00')")
    for number, (id_, label, kind, theme, *rest) in enumerate(FACTORS, 1):
        row = (number, id_, label, kind, "", theme, *rest)
        database.execute("INSERT INTO factor VALUES (?,?,?,?,?,?,?,?,?,?)", row)
    for number, (cause, effect, confidence, polarity, together) in enumerate(LINKS, 1):
        row = (number, f"{cause}-{effect}", cause, effect, confidence, polarity, "", together)
        database.execute("INSERT INTO link VALUES (?,?,?,?,?,?,?,?)", row)
    database.execute("INSERT INTO voice VALUES (1, 'v1', 'Community trust', 'discharge nurse', '', 0)")
    database.execute("INSERT INTO voice VALUES (2, 'v2', '', 'daughter of a patient', '', 1)")
    database.execute("INSERT INTO saying VALUES (1, 's1', 'v1', 'pills')")
    database.execute("INSERT INTO saying VALUES (2, 's2', 'v2', 'waits-strength')")
    database.execute(
        "INSERT INTO evidence VALUES (1, 'e1', 'care', 'count', 'Brokerage list', 'Nine wait', 2, '2026-01-14', '')"
    )
    link = {"table": "link", "id": "staff-care"}
    likelier = {"do": "update", **link, "before": {"confidence": "tentative"}, "after": {"confidence": "likely"}}
    surer = {"do": "update", **link, "before": {"confidence": "likely"}, "after": {"confidence": "established"}}
    back = {"do": "update", **link, "before": {"confidence": "established"}, "after": {"confidence": "likely"}}
    for row in (
        step(1, "Set how sure a link is", [likelier]),
        step(2, "Set how sure a link is", [surer]),
        step(3, "Undo set how sure a link is", [back], undoes="step-2"),
    ):
        database.execute("INSERT INTO journal VALUES (?,?,?,?,?,?,?,?,?,?,?)", row)
    database.execute("INSERT INTO meta VALUES ('map', '0190f3a0-0000-7000-8000-000000000001')")
    database.commit()
    database.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
