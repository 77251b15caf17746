"""Pictures as files and on the clipboard: whole, readable by other programs, or refused in one sentence."""

import errno
import os
import shutil
import stat
import struct
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from app.analysis.reading import read
from app.drawing.picture import Picture, picture_of
from app.drawing.theme import DARK, LIGHT, THEMES
from app.errors import ExportFailed
from app.exchange import files, png
from app.exchange.images import export_pdf, export_picture, export_png, export_svg, picture_mime
from app.model.cause_map import CauseMap
from app.model.records import ABOUT_ID, About, Factor, Link

pytestmark = pytest.mark.usefixtures("qapp")

SVG = "{http://www.w3.org/2000/svg}"
AWKWARD = [
    "Pay & conditions < retail > \"care\" 'work'",
    "]]><script>alert(1)</script>",
    "אין מספיק מיטות 12 בבית החולים",
    "Rents عقارات rise",
    "Waiting 🎉 at 👩‍👩‍👧 home",
    "日本語のラベル",
    "e\u0301 ﬁ Ω −5 °C £3.50",
]


def a_map(labels=("Pay is low", "Staff leave", "Care is short", "People wait"), title="Waits & <queues>", **link):
    """A chain of factors, the last a symptom, the middle two in a loop."""
    last = len(labels) - 1
    records = [About(id=ABOUT_ID, title=title)]
    records += [
        Factor(id=f"f{at}", label=label, kind="symptom" if at == last else "cause", x=at * 320.0, y=at % 3 * 120.0)
        for at, label in enumerate(labels)
    ]
    records += [Link(id=f"l{at}", cause=f"f{at}", effect=f"f{at + 1}", **link) for at in range(last)]
    if last > 2:
        records.append(Link(id="back", cause="f2", effect="f1", **link))
    return CauseMap.of(records)


def picture(*args, **options) -> Picture:
    cause_map = a_map(*args, **options)
    return picture_of(cause_map, read(cause_map), date="14 November 2026")


def run(*command):
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def texts(data):
    return [each.text for each in ET.fromstring(data).iter(f"{SVG}text")]


def chunks(data):
    """The pieces of a PNG: kind, content."""
    found, at = [], 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        found.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += length + 12
    return found


def grey(image):
    image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width()].astype(int)


# -- PNG


@pytest.mark.parametrize("scale", [1, 2, 3, 4])
def test_a_png_has_the_asked_scale_its_resolution_and_its_title(tmp_path, scale):
    shown = picture()
    export_png(tmp_path / "map.png", shown, LIGHT, scale=scale)
    image = QImage(str(tmp_path / "map.png"))
    assert image.size() == (shown.size * scale).toSize()
    assert image.dotsPerMeterX() == image.dotsPerMeterY() == pytest.approx(scale * 96 / 0.0254, abs=1)
    assert image.text("Title") == "Waits & <queues>"


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_a_png_shows_each_kind_in_its_own_fill(tmp_path, theme):
    shown = picture()
    export_png(tmp_path / "map.png", shown, theme, scale=1)
    colours = np.unique(
        np.frombuffer(
            QImage(str(tmp_path / "map.png")).convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint32
        )
    )
    for role in ("root", "symptom", "symptom_border", "loop", "rank", "link", "text"):
        assert 0xFF000000 | int(getattr(theme, role)[1:], 16) in colours, role


def test_a_png_made_in_bands_is_the_picture_made_at_once(tmp_path, monkeypatch):
    shown = picture()
    export_png(tmp_path / "once.png", shown, LIGHT, scale=2)
    monkeypatch.setattr(png, "_BAND", int(shown.size.width()) * 2 * 4 * 101)
    monkeypatch.setattr(png, "_SLICE", 17)
    export_png(tmp_path / "bands.png", shown, LIGHT, scale=2)
    once, bands = (grey(QImage(str(tmp_path / name))) for name in ("once.png", "bands.png"))
    assert once.shape == bands.shape
    # Curves that cross a band's edge may differ by a shade; nothing may move.
    assert np.abs(once - bands).max() < 24


def test_other_programs_accept_the_png(tmp_path):
    export_png(tmp_path / "map.png", picture(), DARK, scale=1)
    kinds = [kind for kind, _ in chunks((tmp_path / "map.png").read_bytes())]
    assert kinds[0] == b"IHDR"
    assert kinds[-1] == b"IEND"
    assert kinds.index(b"pHYs") < kinds.index(b"IDAT")
    assert "PNG image data" in run("file", str(tmp_path / "map.png"))


@pytest.mark.parametrize("scale", [0, 5, -1])
def test_a_scale_outside_one_to_four_is_refused(tmp_path, scale):
    with pytest.raises(ExportFailed, match="1, 2, 3 or 4"):
        export_png(tmp_path / "map.png", picture(), LIGHT, scale=scale)


def test_a_png_too_large_for_other_programs_is_refused_with_what_would_do(tmp_path):
    long = Picture("t", "s", {}, {}, {}, QRectF(0, 0, 12_000, 100))
    with pytest.raises(ExportFailed, match=r"at 2× or as SVG or PDF\.$"):
        export_png(tmp_path / "map.png", long, LIGHT, scale=4)
    endless = Picture("t", "s", {}, {}, {}, QRectF(0, 0, 40_000, 100))
    with pytest.raises(ExportFailed, match=r"save it as SVG or PDF\.$"):
        export_png(tmp_path / "map.png", endless, LIGHT, scale=1)
    assert list(tmp_path.iterdir()) == []


# -- SVG


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_an_svg_says_its_size_its_title_and_what_it_shows(tmp_path, theme):
    shown = picture()
    export_svg(tmp_path / "map.svg", shown, theme)
    svg = ET.fromstring((tmp_path / "map.svg").read_bytes())
    width, height = int(shown.size.width()), int(shown.size.height())
    assert svg.get("viewBox") == f"0 0 {width} {height}"
    assert (svg.get("width"), svg.get("height")) == (f"{width}px", f"{height}px")
    assert svg.get("role") == "img"
    assert svg.find(f"{SVG}title").text == "Waits & <queues>"
    spoken = svg.find(f"{SVG}desc").text
    assert "1. Pay is low" in spoken
    assert "Symptoms: People wait" in spoken
    named = set(svg.get("aria-labelledby").split())
    assert {each.get("id") for each in svg[:2]} == named


def test_an_svg_keeps_text_as_text(tmp_path):
    shown = picture()
    export_svg(tmp_path / "map.svg", shown, LIGHT)
    found = texts((tmp_path / "map.svg").read_bytes())
    for face in shown.factors.values():
        assert set(face.lines) <= set(found)
    assert {shown.title, shown.subtitle, "1", "Symptom"} <= set(found)


@pytest.mark.parametrize("label", AWKWARD)
def test_an_svg_holds_any_label_in_reading_order(tmp_path, label):
    export_svg(tmp_path / "map.svg", picture(("Pay", label)), LIGHT)
    found = "".join(texts((tmp_path / "map.svg").read_bytes()))
    assert label.replace(" ", "") in found.replace(" ", "")


def test_an_svg_carries_the_faces_it_uses_and_refers_to_nothing_outside(tmp_path):
    export_svg(tmp_path / "map.svg", picture(), LIGHT)
    data = (tmp_path / "map.svg").read_text(encoding="utf-8")
    assert data.count("@font-face") == 2
    svg = ET.fromstring(data.encode())
    ids = {each.get("id") for each in svg.iter() if each.get("id")}
    used = [each.get("{http://www.w3.org/1999/xlink}href") for each in svg.iter(f"{SVG}use")]
    assert used
    assert {href.removeprefix("#") for href in used} <= ids
    assert "url(http" not in data
    assert data.count("url(") == data.count("url(data:font/ttf;base64,")


def test_words_the_carried_font_lacks_stay_visible_in_the_svg(tmp_path):
    export_svg(tmp_path / "map.svg", picture(("Pay", "אין מיטות")), LIGHT)
    svg = ET.fromstring((tmp_path / "map.svg").read_bytes())
    for parent in svg.iter(f"{SVG}g"):
        for text in parent.findall(f"{SVG}text"):
            if text.text == "אין מיטות":
                outlined = parent.find(f"{SVG}g") is not None and parent.find(f"{SVG}g").get("class") is None
                assert outlined or text.get("fill") != "none"
                assert text.get("class") is None
                assert text.get("direction") == "rtl"
                return
    pytest.fail("the label is not in the picture")


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_another_program_draws_the_svg_as_the_png_shows_it(tmp_path, theme):
    shown = picture(confidence=0.5, polarity="-")
    export_svg(tmp_path / "map.svg", shown, theme)
    export_png(tmp_path / "map.png", shown, theme, scale=1)
    run("rsvg-convert", str(tmp_path / "map.svg"), "-o", str(tmp_path / "drawn.png"))
    ours, theirs = (grey(QImage(str(tmp_path / name))) for name in ("map.png", "drawn.png"))
    assert ours.shape == theirs.shape
    apart = np.abs(ours - theirs)
    assert apart.mean() < 1
    # No patch of 8 × 8 pixels differs by more than soft edges do.
    height, width = (side // 8 * 8 for side in apart.shape)
    patches = apart[:height, :width].reshape(height // 8, 8, width // 8, 8).mean(axis=(1, 3))
    assert patches.max() < 45


@pytest.mark.parametrize(
    ("options", "absent"),
    [
        ({"labels": ("Pay", "Wait")}, {"In a loop", "Cause in between", "Tentative", "More makes less"}),
        ({"labels": ("Wait",)}, {"In a loop", "Cause in between", "Most upstream cause, with its rank", "Likely"}),
        ({"confidence": 0.5}, {"Established", "Likely", "More makes less", "All needed together"}),
        ({"polarity": "-", "confidence": 0.8}, {"Established", "Tentative"}),
    ],
)
def test_the_legend_names_only_what_is_shown(tmp_path, options, absent):
    export_svg(tmp_path / "map.svg", picture(**options), LIGHT)
    found = set(texts((tmp_path / "map.svg").read_bytes()))
    assert "Symptom" in found
    assert not found & absent


def test_the_legend_names_everything_that_is_shown(tmp_path):
    cause_map = CauseMap.of(
        [
            About(id=ABOUT_ID),
            *(Factor(id=id_, label=id_, x=at * 300.0, y=0.0) for at, id_ in enumerate("abcd")),
            Factor(id="s", label="Wait", kind="symptom", x=900, y=200),
            Link(id="1", cause="a", effect="b", confidence=0.95),
            Link(id="2", cause="b", effect="c", confidence=0.8, polarity="-"),
            Link(id="3", cause="c", effect="b", confidence=0.5),
            Link(id="4", cause="c", effect="s", together="t"),
            Link(id="5", cause="d", effect="s", together="t"),
        ]
    )
    export_svg(tmp_path / "map.svg", picture_of(cause_map, read(cause_map), date=""), LIGHT)
    assert {
        "Most upstream cause, with its rank",
        "Cause in between",
        "In a loop",
        "Symptom",
        "Established",
        "Likely",
        "Tentative",
        "More makes less",
        "All needed together",
    } <= set(texts((tmp_path / "map.svg").read_bytes()))


# -- PDF


def test_a_pdf_is_one_page_of_the_pictures_size_with_its_title(tmp_path):
    shown = picture()
    export_pdf(tmp_path / "map.pdf", shown, LIGHT)
    facts = dict(line.split(":", 1) for line in run("pdfinfo", str(tmp_path / "map.pdf")).splitlines() if ":" in line)
    assert facts["Pages"].strip() == "1"
    assert facts["Title"].strip() == "Waits & <queues>"
    width, _, height, *_ = facts["Page size"].split()
    assert (float(width), float(height)) == (shown.size.width() * 0.75, shown.size.height() * 0.75)


def test_every_label_of_a_pdf_can_be_found_as_text(tmp_path):
    labels = ("Pay is low & falling", "Staff leave within a year", "Care is short", "People wait – for £3 of care")
    export_pdf(tmp_path / "map.pdf", picture(labels), LIGHT)
    found = " ".join(run("pdftotext", str(tmp_path / "map.pdf"), "-").split())
    for label in (
        *labels,
        "Waits & <queues>",
        "4 factors, 4 links · 14 November 2026",
        "Most upstream cause, with its rank",
    ):
        assert label in found


def test_a_pdf_has_its_fonts_inside(tmp_path):
    export_pdf(tmp_path / "map.pdf", picture(), LIGHT)
    rows = run("pdffonts", str(tmp_path / "map.pdf")).splitlines()[2:]
    assert {row.split()[0].split("+")[-1] for row in rows} == {
        "AtkinsonHyperlegible-Bold",
        "AtkinsonHyperlegible-Regular",
    }
    assert all(row.split()[-5] == "yes" for row in rows)


def test_another_program_draws_the_pdf_as_the_png_shows_it(tmp_path):
    shown = picture(confidence=0.5, polarity="-")
    export_pdf(tmp_path / "map.pdf", shown, LIGHT)
    export_png(tmp_path / "map.png", shown, LIGHT, scale=1)
    run("pdftoppm", "-r", "96", "-png", "-singlefile", str(tmp_path / "map.pdf"), str(tmp_path / "drawn"))
    ours, theirs = (grey(QImage(str(tmp_path / name))) for name in ("map.png", "drawn.png"))
    assert ours.shape == theirs.shape
    assert np.abs(ours - theirs).mean() < 1.5


def test_a_map_longer_than_a_pdf_page_can_be_is_made_smaller(tmp_path):
    export_pdf(tmp_path / "map.pdf", Picture("t", "s", {}, {}, {}, QRectF(0, 0, 60_000, 2_000)), LIGHT)
    facts = run("pdfinfo", str(tmp_path / "map.pdf"))
    assert "14400 x" in facts


# -- files


@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf", ".PNG"])
@pytest.mark.parametrize("labels", [(), ("Wait",), tuple(AWKWARD)])
def test_any_map_is_written_in_every_format(tmp_path, ending, labels):
    path = tmp_path / f"map{ending}"
    export_picture(path, picture(labels), LIGHT, scale=1)
    first = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}[ending.lower()]
    assert path.read_bytes().startswith(first)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["map", "map.jpg", "map.png.headwater", ".png"])
def test_another_ending_is_refused_naming_the_three(tmp_path, name):
    with pytest.raises(ExportFailed, match=r"\.png, \.svg or \.pdf"):
        export_picture(tmp_path / name, picture(), LIGHT)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(ExportFailed, match=r"“.*gone” does not exist"):
        export_picture(tmp_path / "gone" / "map.svg", picture(), LIGHT)


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path):
    (tmp_path / "map.svg").mkdir()
    with pytest.raises(ExportFailed, match="is a folder"):
        export_picture(tmp_path / "map.svg", picture(), LIGHT)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "notes").write_text("mine")
    with pytest.raises(ExportFailed, match="does not exist"):
        export_picture(tmp_path / "notes" / "map.svg", picture(), LIGHT)
    assert (tmp_path / "notes").read_text() == "mine"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
def test_a_full_device_is_told(tmp_path):
    with pytest.raises(ExportFailed, match="disk is full"):
        files.write_whole(Path("/dev/full"), lambda file: file.write(b"x" * 100_000))
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no such device here")
def test_a_device_stays_a_device(tmp_path):
    files.write_whole(Path("/dev/null"), lambda file: file.write(b"x"))
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EACCES, "read-only"),
        (errno.EROFS, "read-only"),
        (errno.ENAMETOOLONG, "too long"),
        (errno.EIO, "could not be written"),
    ],
)
@pytest.mark.parametrize("before", [None, b"the old picture"])
def test_a_write_that_fails_half_way_leaves_what_was_there(tmp_path, number, words, before):
    path = tmp_path / "map.png"
    if before is not None:
        path.write_bytes(before)

    def fail(file):
        file.write(b"half")
        raise OSError(number, os.strerror(number))

    with pytest.raises(ExportFailed, match=words) as failed:
        files.write_whole(path, fail)
    assert str(failed.value).count(". ") == 0
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == ({"map.png": before} if before else {})


def test_a_bug_while_writing_leaves_nothing_behind(tmp_path):
    with pytest.raises(ZeroDivisionError):
        files.write_whole(tmp_path / "map.png", lambda _: 1 // 0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="nothing is read-only to the superuser")
def test_a_read_only_folder_is_told(tmp_path):
    folder = tmp_path / "sealed"
    folder.mkdir()
    folder.chmod(0o500)
    try:
        with pytest.raises(ExportFailed, match="read-only"):
            export_picture(folder / "map.svg", picture(), LIGHT)
    finally:
        folder.chmod(0o700)


def test_a_file_that_is_replaced_keeps_its_permissions_and_a_new_one_has_the_usual(tmp_path):
    old, usual = tmp_path / "old.svg", tmp_path / "usual.txt"
    usual.write_text("x")
    old.write_text("x")
    old.chmod(0o640)
    export_picture(old, picture(), LIGHT)
    export_picture(tmp_path / "new.svg", picture(), LIGHT)
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert (tmp_path / "new.svg").stat().st_mode == usual.stat().st_mode


def test_a_link_to_a_file_is_followed(tmp_path):
    (tmp_path / "real.svg").write_text("x")
    try:
        (tmp_path / "short.svg").symlink_to(tmp_path / "real.svg")
    except OSError:
        pytest.skip("links cannot be made here")
    export_picture(tmp_path / "short.svg", picture(), LIGHT)
    assert (tmp_path / "short.svg").is_symlink()
    assert (tmp_path / "real.svg").read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize("name", ["nul\0.svg", "x" * 300 + ".svg"])
def test_a_name_no_disk_takes_is_told(tmp_path, name):
    with pytest.raises(ExportFailed):
        export_picture(tmp_path / name, picture(), LIGHT)


# -- clipboard


def test_the_clipboard_gets_pixels_and_svg():
    shown = picture()
    mime = picture_mime(shown, LIGHT, scale=2)
    assert QImage(mime.imageData()).size() == (shown.size * 2).toSize()
    assert shown.title in texts(mime.data("image/svg+xml").data())


def test_a_very_large_map_goes_to_the_clipboard_with_fewer_pixels():
    shown = Picture("t", "s", {}, {}, {}, QRectF(0, 0, 20_000, 9_000))
    image = QImage(picture_mime(shown, LIGHT, scale=4).imageData())
    assert image.width() * image.height() < 41e6
    assert image.width() / image.height() == pytest.approx(shown.size.width() / shown.size.height(), rel=0.01)
