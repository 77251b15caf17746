"""Pictures as people choose them: on paper, over sheets, of a part, in greys; as other programs see them."""

import random
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.analysis.reading import read
from app.document import Document
from app.drawing.page import PAPERS, Page, Paper, upright
from app.drawing.picture import Parts, Picture, boxes_of, ends_of
from app.drawing.poster import LEAST_SCALE, OVERLAP, Poster
from app.drawing.theme import DARK, LIGHT
from app.errors import ExportFailed
from app.exchange.pictures import PRESETS, PictureChoice, Source, preview, sheets_of, write_picture
from app.exchange.png import image_of
from app.layout.routes import route_links
from app.model.cause_map import CauseMap
from app.model.records import ABOUT_ID, About, Factor, Link

pytestmark = pytest.mark.usefixtures("qapp")

SVG = "{http://www.w3.org/2000/svg}"
LABELS = ("Pay is low", "Staff leave", "Nobody can come", "People wait", "Roads are closed", "Families worry")


def a_map():
    """Two causes of one wait, and a symptom of its own on the other side."""
    records = [About(id=ABOUT_ID, title="Why people wait")]
    places = [(0, 0), (300, 20), (600, 0), (900, 90), (300, 240), (900, 320)]
    records += [
        Factor(id=f"f{at}", label=label, kind="symptom" if at in (3, 5) else "cause", x=x, y=y)
        for at, (label, (x, y)) in enumerate(zip(LABELS, places, strict=True))
    ]
    pairs = [("f0", "f1"), ("f1", "f2"), ("f2", "f3"), ("f4", "f5")]
    records += [Link(id=f"l{at}", cause=cause, effect=effect) for at, (cause, effect) in enumerate(pairs)]
    return CauseMap.of(records)


def source_of(cause_map, chosen=()):
    boxes = boxes_of(cause_map)
    return Source(cause_map, read(cause_map), boxes, route_links(boxes, ends_of(cause_map)), chosen, "14 November 2026")


@pytest.fixture(scope="module")
def source(qapp):
    return source_of(a_map())


def made(source, path, **choice):
    for _ in write_picture(path, source, PictureChoice(path.suffix[1:], **choice)):
        pass
    return path


def words_in(path):
    return [each.text for each in ET.parse(path).iter(f"{SVG}text")]


def run(*command):
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run([str(word) for word in command], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def shades(image):
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[:, :, :3].astype(int)


def coarse(image, step=6):
    """The mean of each small square: what is left where only the smoothing of edges differs."""
    grey = shades(image).mean(axis=2)
    high, wide = (side // step * step for side in grey.shape)
    return grey[:high, :wide].reshape(high // step, step, wide // step, step).mean(axis=(1, 3))


# -- paper


@pytest.mark.parametrize("dots", [96, 150])
@pytest.mark.parametrize("paper", PAPERS)
def test_a_png_on_paper_has_the_papers_pixels_and_says_how_sharp_it_is(source, tmp_path, paper, dots):
    image = QImage(str(made(source, tmp_path / "map.png", paper=paper, dots=dots, way="lying")))
    wide, high = (round(side / 25.4 * dots) for side in (PAPERS[paper].width, PAPERS[paper].height))
    assert (image.width(), image.height()) == (wide, high)
    assert image.dotsPerMeterX() == pytest.approx(dots / 0.0254, abs=1)


@pytest.mark.parametrize("paper", PAPERS)
def test_everything_stands_inside_the_margins_of_the_page(source, paper):
    picture = sheets_of(source, PictureChoice())[0][1]
    page = Page(replace(picture, parts=Parts(footer="Board, item 7")), PAPERS[paper])
    image = image_of(page, LIGHT, 1.0)
    inked = np.argwhere((shades(image) < 250).any(axis=2))
    assert inked.min() > 20
    assert (inked.max(axis=0) < np.array([image.height(), image.width()]) - 20).all()
    assert page.room.height() >= 0.4 * page.size.height()


def test_title_and_legend_do_not_take_the_map_its_room_however_much_they_say(source):
    picture = sheets_of(source, PictureChoice())[0][1]
    page = Page(replace(picture, title="Why people wait to leave " * 30), PAPERS["A4"])
    assert page.room.height() >= 0.4 * page.size.height()


def test_the_paper_lies_as_its_words_are_larger():
    def picture(wide, high):
        return Picture("t", "s", {}, {}, {}, QRectF(0, 0, wide, high))

    lying, standing = (upright(picture(*size), PAPERS["A4"]).paper for size in ((3000, 600), (600, 3000)))
    assert lying.width > lying.height
    assert standing.width < standing.height


def test_words_are_as_many_points_high_as_is_told(source, tmp_path):
    """Told by the program that made them, measured by one that reads the file."""
    page = sheets_of(source, PictureChoice(paper="A3", way="lying"))[0][1]
    sizes = []

    def seen(text, matrix, place, _font, size):
        if text.strip():
            sizes.append(abs(size * place[3] * matrix[3]))

    PdfReader(made(source, tmp_path / "map.pdf", paper="A3", way="lying")).pages[0].extract_text(visitor_text=seen)
    assert any(size == pytest.approx(page.words, rel=0.03) for size in sizes), sorted(sizes)


# -- the same picture in every format


@pytest.mark.parametrize("theme", ["light", "dark", "grey"])
def test_the_png_shows_what_the_pdf_shows(source, tmp_path, theme):
    png = QImage(str(made(source, tmp_path / "map.png", paper="A4", dots=150, theme=theme, way="lying")))
    pdf = made(source, tmp_path / "map.pdf", paper="A4", theme=theme, way="lying")
    run("pdftoppm", "-png", "-r", "150", "-singlefile", pdf, tmp_path / "from_pdf")
    other = QImage(str(tmp_path / "from_pdf.png"))
    assert abs(png.width() - other.width()) <= 1
    assert abs(png.height() - other.height()) <= 1
    one, two = coarse(png), coarse(other)
    high, wide = (min(one.shape[side], two.shape[side]) for side in (0, 1))
    assert np.abs(one[:high, :wide] - two[:high, :wide]).max() < 60
    assert np.abs(one[:high, :wide] - two[:high, :wide]).mean() < 1.5


def test_a_browser_shows_the_svg_as_the_png_is(source, tmp_path):
    png = QImage(str(made(source, tmp_path / "map.png", paper="A4", dots=96, way="lying")))
    svg = made(source, tmp_path / "map.svg", paper="A4", way="lying")
    shot = tmp_path / "shot.png"
    run(
        *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"),
        *(f"--user-data-dir={tmp_path / 'profile'}", f"--screenshot={shot}"),
        *(f"--window-size={png.width()},{png.height()}", svg.as_uri()),
    )
    one, two = coarse(png), coarse(QImage(str(shot)))
    high, wide = (min(one.shape[side], two.shape[side]) for side in (0, 1))
    assert np.abs(one[:high, :wide] - two[:high, :wide]).mean() < 2


def test_a_page_of_the_svg_is_as_large_as_the_paper(source, tmp_path):
    root = ET.parse(made(source, tmp_path / "map.svg", paper="A3", way="upright")).getroot()
    assert (root.get("width"), root.get("height")) == ("297mm", "420mm")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_behind_a_clear_picture(source, tmp_path, theme):
    image = QImage(str(made(source, tmp_path / "map.png", clear=True, theme=theme)))
    assert image.pixelColor(3, 3).alpha() == 0
    clear = QImage(image.size(), QImage.Format.Format_RGB32)
    clear.fill(LIGHT.panel if theme == "light" else DARK.canvas)
    painter = QPainter(clear)
    painter.drawImage(0, 0, image)
    painter.end()
    solid = QImage(str(made(source, tmp_path / "solid.png", theme=theme)))
    assert np.abs(shades(clear) - shades(solid)).max() <= 24
    behind = ET.parse(made(source, tmp_path / "clear.svg", clear=True, theme=theme)).getroot()
    full = ET.parse(made(source, tmp_path / "solid.svg", theme=theme)).getroot()
    assert len(list(full.iter(f"{SVG}rect"))) == len(list(behind.iter(f"{SVG}rect"))) + 1


def test_a_picture_for_grey_printers_holds_nothing_but_greys(source, tmp_path):
    image = shades(QImage(str(made(source, tmp_path / "map.png", theme="grey"))))
    assert (image.max(axis=2) - image.min(axis=2)).max() <= 2


# -- what is on it


def test_what_is_left_out_is_not_on_the_picture(source, tmp_path):
    everything = " ".join(words_in(made(source, tmp_path / "all.svg", footer="Item 7")))
    for words in ("Why people wait", "14 November 2026", "Cause in between", "Where to start", "Item 7"):
        assert words in everything
    bare = made(source, tmp_path / "bare.svg", title=False, date=False, legend=False, ranks=False, standing=False)
    assert sorted(words_in(bare)) == sorted(words_in_boxes(source))


def words_in_boxes(source):
    return [line for face in sheets_of(source, PictureChoice())[0][1].factors.values() for line in face.lines]


def test_without_ranks_the_legend_does_not_speak_of_them(source, tmp_path):
    words = words_in(made(source, tmp_path / "map.svg", ranks=False))
    assert "Most upstream cause" in words
    assert not any("rank" in each for each in words)


def test_the_selection_is_its_factors_and_the_links_between_them(tmp_path):
    path = made(source_of(a_map(), ("f0", "f1", "l2")), tmp_path / "map.svg", what="selection")
    words = " ".join(words_in(path))
    assert "Pay is low" in words
    assert "People wait" in words  # an end of the selected link
    assert "Roads are closed" not in words
    assert "4 of 6 factors, 3 of 4 links" in words


def test_the_chain_is_what_leads_to_it_and_what_it_leads_to(tmp_path):
    words = " ".join(words_in(made(source_of(a_map(), ("f1",)), tmp_path / "map.svg", what="chain")))
    assert "The ways through “Staff leave”" in words
    for label in ("Pay is low", "Nobody can come", "People wait"):
        assert label in words
    for label in ("Roads are closed", "Families worry"):
        assert label not in words


@pytest.mark.parametrize("what", ["selection", "chain"])
def test_nothing_selected_is_told_and_nothing_is_written(source, tmp_path, what):
    with pytest.raises(ExportFailed, match="Nothing is selected"):
        made(source, tmp_path / "map.svg", what=what)
    assert list(tmp_path.iterdir()) == []
    assert "Nothing is selected" in preview(source, PictureChoice(what=what), 400, 300).told[0]


def test_where_to_focus_is_told_in_words(source, tmp_path):
    words = " ".join(words_in(made(source, tmp_path / "map.svg", what="focus")))
    for cause in source.reading.upstream:
        assert source.cause_map.factors[cause.members[0]].label in words
        assert f"Leads to {len(cause.reach)} of 2 symptoms" in words


def test_a_map_without_causes_has_a_page_all_the_same(qapp, tmp_path):
    bare = source_of(CauseMap.of([About(id=ABOUT_ID, title="")]))
    for what in ("map", "focus", "everything"):
        path = made(bare, tmp_path / f"{what}.pdf", what=what, paper="A4")
        assert PdfReader(path).pages


# -- documents of several pages


def test_the_board_paper_has_bookmarks_and_words_to_select(source, tmp_path):
    path = tmp_path / "paper.pdf"
    for _ in write_picture(path, source, PRESETS["board paper"][1]):
        pass
    reader = PdfReader(path)
    names = [item.title for item in reader.outline]
    assert names[:2] == ["The map", "Where to focus"]
    assert [name.split(". ")[1] for name in names[2:]] == [
        source.cause_map.factors[cause.members[0]].label for cause in source.reading.upstream
    ]
    assert [reader.get_destination_page_number(item) for item in reader.outline] == list(range(len(reader.pages)))
    for page in reader.pages:
        sides = sorted(float(side) / 72 * 25.4 for side in page.mediabox[2:])
        assert sides == pytest.approx([210, 297], abs=0.3)
    told = " ".join(run("pdftotext", path, "-").split())
    for label in LABELS:
        assert label in told


@given(
    wide=st.floats(100, 1300),
    high=st.floats(100, 1300),
    name=st.sampled_from(["A4", "A3"]),
)
def test_the_sheets_of_a_poster_cover_it_and_share_their_edges(wide, high, name):
    page = Page(Picture("t", "s", {}, {}, {}, QRectF(0, 0, 10, 10)), Paper("wall", wide, high))
    poster = Poster(page, PAPERS[name])
    rows, columns = poster.grid
    whole = QRectF(0, 0, page.size.width(), page.size.height())
    for lines, begin, end, long in (
        ([poster.part(0, at) for at in range(columns)], QRectF.left, QRectF.right, whole.width()),
        ([poster.part(at, 0) for at in range(rows)], QRectF.top, QRectF.bottom, whole.height()),
    ):
        assert begin(lines[0]) == 0
        assert end(lines[-1]) >= long - 1e-6
        for one, two in pairwise(lines):
            assert (end(one) - begin(two)) * poster.unit == pytest.approx(OVERLAP)
        assert all(end(each) < long for each in lines[:-1])  # none is there for nothing
    assert LEAST_SCALE <= poster.unit / page.unit <= 1


def test_each_sheet_of_a_poster_is_its_part_of_the_page(source):
    page = sheets_of(source, PictureChoice(paper="A2"))[0][1]
    poster = Poster(page, PAPERS["A4"])
    whole = shades(image_of(page, LIGHT, 1.0))
    sheets = dict(poster.sheets())
    rows, columns = poster.grid
    assert len(sheets) == rows * columns + 1
    for row in range(rows):
        for column in range(columns):
            sheet = shades(image_of(sheets[f"Row {row + 1}, sheet {column + 1}"], LIGHT, 1.0))
            part, edge = poster.part(row, column), 10 / poster.unit
            wide = int(min(part.right(), page.size.width()) - part.left()) - 4
            high = int(min(part.bottom(), page.size.height()) - part.top()) - 4
            x, y = round(part.left()) + 2, round(part.top()) + 2
            one = whole[y : y + high, x : x + wide]
            two = sheet[round(edge) + 2 : round(edge) + 2 + high, round(edge) + 2 : round(edge) + 2 + wide]
            assert np.abs(one - two).mean() < 8  # a part of a pixel aside


def test_a_poster_says_how_many_sheets_it_takes_and_holds_them(source, tmp_path):
    path = made(source, tmp_path / "poster.pdf", paper="A2", tiles="A4")
    told = " ".join(preview(source, PictureChoice("pdf", paper="A2", tiles="A4"), 400, 300).told)
    reader = PdfReader(path)
    assert f"{len(reader.pages) - 1} sheets of A4" in told
    for page in reader.pages:
        sides = sorted(float(side) / 72 * 25.4 for side in page.mediabox[2:])
        assert sides == pytest.approx([210, 297], abs=0.3)


@pytest.mark.parametrize("choice", [{"tiles": "A4", "paper": "A1"}, {"what": "everything"}])
def test_several_sheets_do_not_go_into_one_picture(source, tmp_path, choice):
    with pytest.raises(ExportFailed, match="Several sheets go into a PDF"):
        made(source, tmp_path / "map.png", **choice)
    assert list(tmp_path.iterdir()) == []


# -- the choice


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)


@given(st.dictionaries(st.sampled_from(list(PictureChoice().as_values())), SCALARS | st.sampled_from(["A4", "pdf", 4])))
def test_whatever_was_remembered_a_choice_comes_of_it(values):
    choice = PictureChoice.of(values)
    assert PictureChoice.of(choice.as_values()) == choice
    assert choice.ending in ("png", "svg", "pdf")
    assert choice.paper in ("", *PAPERS)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_makes_a_picture(source, tmp_path, preset):
    choice = PRESETS[preset][1]
    path = tmp_path / f"map.{choice.ending}"
    for _ in write_picture(path, source, choice):
        pass
    assert path.stat().st_size > 1000
    assert preview(source, choice, 300, 200).png.startswith(b"\x89PNG")


def test_small_words_are_pointed_out_and_paper_that_would_do_is_named(qapp):
    rng = random.Random(7)
    records = [About(id=ABOUT_ID, title="t")]
    records += [
        Factor(id=f"f{at}", label=f"Cause number {at}", x=rng.uniform(0, 3000), y=rng.uniform(0, 1500))
        for at in range(120)
    ]
    told = " ".join(preview(source_of(CauseMap.of(records)), PictureChoice("pdf", paper="A4"), 300, 200).told)
    assert "under 8 points words are hard to read" in told
    assert "they can be read" in told


# -- as large as a wall


def grown(count):
    """A map of so many factors on a wide grid, each caused by a few before it."""
    rng = random.Random(11)
    records = [About(id=ABOUT_ID, title="A wall")]
    for at in range(count):
        kind = "symptom" if at >= count - 8 else "cause"
        label = f"Factor {at} that somebody put into words at some length"
        records.append(Factor(id=f"f{at}", label=label, kind=kind, x=at // 15 * 320.0, y=at % 15 * 130.0))
    for at in range(15, count):
        causes = rng.sample(range(max(0, at - 45), at - at % 15), 2)
        records += [Link(id=f"l{at}-{cause}", cause=f"f{cause}", effect=f"f{at}") for cause in causes]
    return records


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is counted in kilobytes on Linux alone")
def test_a_wall_at_300_dots_takes_no_more_memory_than_a_strip(tmp_path):
    path = tmp_path / "wall.headwater"
    Document.create(path, "A wall", grown(300)).close()

    def peak(*options):
        """What the command held at its fullest, in MB."""
        code = (
            "import resource, sys; from app.cli import main; code = main(sys.argv[1:]); "
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss); sys.exit(code)"
        )
        out = tmp_path / f"out{len(list(tmp_path.iterdir()))}.png"
        words = [sys.executable, "-c", code, "export", path, out, *options]
        done = subprocess.run([str(word) for word in words], capture_output=True, check=True, cwd=Path.cwd())
        return int(done.stdout.split()[-1]) / 1024, out

    small, _ = peak("--size", "A4", "--dots", "96")
    large, out = peak("--size", "A0", "--dots", "300", "--way", "lying")
    assert large - small < 400
    with out.open("rb") as file:
        head = file.read(24)
    assert (int.from_bytes(head[16:20]), int.from_bytes(head[20:24])) == (14043, 9933)
