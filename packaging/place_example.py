"""Lay the example map out afresh: python packaging/place_example.py (after the layout has changed)."""

import json
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def main() -> None:
    """Write the tidy places of its factors into the example."""
    from PySide6.QtGui import QGuiApplication

    from app.drawing.picture import ends_of
    from app.drawing.sizes import sizes_of
    from app.exchange.neutral import read_neutral
    from app.layout.tidy import tidy
    from app.model.cause_map import CauseMap

    application = QGuiApplication([])
    path = ROOT / "resources" / "examples" / "dtoc-summit.json"
    plain = json.loads(path.read_text("utf-8"))
    cause_map = CauseMap.of(read_neutral(path.read_bytes()).records)
    symptoms = {factor.id for factor in cause_map.symptoms()}
    places = tidy(sizes_of(cause_map), ends_of(cause_map), symptoms)
    by_label = {factor.label: places[factor.id] for factor in cause_map.factors.values()}
    for node in plain["nodes"]:
        node["x"], node["y"] = (round(value, 1) for value in by_label[node["label"]])
    path.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", "utf-8")
    del application


if __name__ == "__main__":
    main()
