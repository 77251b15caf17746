"""Start-up, from the start of the process: the first paint and ready to type, against a bare QMainWindow.

    python benchmarks/start.py [--smoke]

Rows of ``name | ours | floor | ratio``, in seconds, medians of several runs in processes of their own, taken in turns.
The floor imports QtWidgets, shows an empty QMainWindow and notes its first paint.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]

BARE = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        sys.stderr.write(f"painted {time.time() - float(os.environ['HEADWATER_STARTED']):.4f}\\n")
        sys.stderr.flush()
        os._exit(0)
application = QApplication([])
window = Window()
window.resize(1600, 960)
window.show()
application.exec()
"""


def run(*words: str) -> dict[str, float]:
    """What a process says of its own times, in seconds after it was started."""
    environment = {**os.environ, "HEADWATER_TIMING": "1", "HEADWATER_STARTED": str(time.time())}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody's second start compiles the program again
    done = subprocess.run(
        [sys.executable, *words], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    told = [line.split() for line in done.stderr.splitlines()]
    return {words[0]: float(words[1]) for words in told if len(words) == 2 and words[0] in ("painted", "ready")}


def main() -> None:
    """Print the table."""
    rounds = 2 if "--smoke" in sys.argv else 11
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HEADWATER_DATA"] = os.environ["HEADWATER_MAPS"] = folder
        example = str(Path(folder) / "example.headwater")
        subprocess.run([sys.executable, "-m", "app", "example", example], cwd=ROOT, check=True)
        calls = {
            "bare QMainWindow": ("-c", BARE),
            "window alone": ("-c", "from app.ui.start_up import run; run(None)"),
            "start page": ("-m", "app"),
            "example map": ("-m", "app", example),
        }
        for call in calls.values():
            run(*call)  # once for nothing, so that every file has been read before
        times: dict[str, list[dict[str, float]]] = {name: [] for name in calls}
        for _ in range(rounds):
            for name, call in calls.items():
                times[name].append(run(*call))
    floor = median(each["painted"] for each in times["bare QMainWindow"])
    print(f"{'from the start of the process, s':36} | {'ours':>7} | {'floor':>7} | ratio")
    for name in ("window alone", "start page", "example map"):
        for what in ("painted", "ready"):
            ours = median(each[what] for each in times[name])
            print(f"{f'{name}, {what}':36} | {ours:7.3f} | {floor:7.3f} | {ours / floor:5.2f}")


if __name__ == "__main__":
    main()
