"""The web page: everything in one file, nothing from outside, found, traced and read in a browser, and no way in."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage

from app.analysis.reading import read
from app.exchange.example import example_records
from app.exchange.web import web_page
from app.model.cause_map import CauseMap
from app.model.records import ABOUT_ID, About, Factor, Link, Saying, Voice, clean_line

pytestmark = pytest.mark.usefixtures("qapp")
DATE = "14 November 2026"


class Seen(HTMLParser):
    """What a reader of the page finds: elements with their attributes, and the text outside of scripts and styles."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.text, self.inside = [], [], ""
        self.data = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag in ("script", "style"):
            self.inside = tag

    def handle_endtag(self, tag):
        if tag == self.inside:
            self.inside = ""

    def handle_data(self, data):
        last = self.elements[-1] if self.elements else ("", {})
        if not self.inside:
            self.text.append(data)
        elif last[1].get("id") == "data":
            self.data += data

    def of_class(self, name):
        return [each for _, each in self.elements if name in each.get("class", "").split()]


@pytest.fixture(scope="module")
def example(qapp):
    return CauseMap.of(example_records()[1])


def page_of(cause_map):
    return web_page(cause_map, read(cause_map), date=DATE).decode()


def chromium(tmp_path, address, *options):
    if shutil.which("chromium") is None:
        pytest.skip("chromium is not installed")
    command = [
        *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
        *(f"--user-data-dir={tmp_path / 'profile'}", *options, address),
    ]
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode()


def test_every_factor_and_link_is_on_it_with_words_for_those_who_hear(example):
    seen = Seen(page_of(example))
    boxes, links = seen.of_class("factor"), seen.of_class("link")
    assert len(boxes) == len(example.factors)
    assert len(links) == len(example.links)
    words = json.loads(seen.data)["factors"]
    assert sorted(each["label"] for each in words) == sorted(each.label for each in example.factors.values())
    reading = read(example)
    label = {each.label: id_ for id_, each in example.factors.items()}
    for box, told in zip(boxes, words, strict=True):
        id_ = label[told["label"]]
        assert box["aria-label"].replace("…", "").split(":")[0] in told["label"] or "…" in box["aria-label"]
        assert ("root" in box["class"].split()) == (id_ in reading.rank_of)
        assert {words[at]["label"] for at in told["causes"]} == {each.label for each in example.causes_of(id_)}
    outline = " ".join(seen.text)
    for each in example.factors.values():
        assert each.label in outline


def test_it_asks_nothing_of_any_network(example):
    page = page_of(example)
    seen = Seen(page)
    for tag, told in seen.elements:
        for name in ("src", "href", "action", "data", "poster", "srcset"):
            value = told.get(name) or ""
            assert not value or value.startswith("#"), (tag, name, value)
    policy = next(told["content"] for tag, told in seen.elements if told.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    styles = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    assert "@import" not in styles
    assert set(re.findall(r"url\(([a-z]+:)", styles)) == {"data:"}


def test_no_persons_name_is_on_it():
    records = [
        About(id=ABOUT_ID, title="t"),
        Factor(id="f", label="Pay is low"),
        Voice(id="v", name="Ada Okafor", organisation="Healthwatch", role="manager"),
        Saying(id="s", voice="v", subject="f"),
    ]
    page = page_of(CauseMap.of(records))
    assert "Healthwatch" in page
    assert "Okafor" not in page


def test_in_a_browser_a_search_and_a_trace_light_up_what_they_should(example, tmp_path):
    path = tmp_path / "map.html"
    path.write_text(page_of(example), "utf-8")
    factors = json.loads(Seen(path.read_text("utf-8")).data)["factors"]
    number = next(at for at, each in enumerate(factors) if each["label"].startswith("Not enough home care"))
    address = f"{path.as_uri()}#q=HOME%20care&trace={number + 1}"
    seen = Seen(chromium(tmp_path, address, "--dump-dom"))
    boxes = seen.of_class("factor")
    found = {factors[at]["label"] for at, box in enumerate(boxes) if "found" in box["class"].split()}
    assert found == {
        each["label"] for each in factors if {"home", "care"} <= set(re.findall(r"\w+", each["label"].lower()))
    }

    def reached(side):
        met, waiting = set(), [number]
        while waiting:
            for at in factors[waiting.pop()][side]:
                if at not in met:
                    met.add(at)
                    waiting.append(at)
        return met

    lit = {at for at, box in enumerate(boxes) if "lit" in box["class"].split()}
    assert lit == reached("causes") | reached("effects") | {number}
    assert any("Caused by" in words for words in seen.text)


@pytest.mark.parametrize(("width", "height"), [(1400, 860), (500, 900)], ids=["laptop", "phone"])
def test_the_map_is_seen_on_a_laptop_and_on_a_phone(example, tmp_path, width, height):
    path = tmp_path / "map.html"
    path.write_text(page_of(example), "utf-8")
    shot = tmp_path / "shot.png"
    chromium(tmp_path, path.as_uri(), f"--window-size={width},{height}", f"--screenshot={shot}")
    image = QImage(str(shot)).convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[:, :, :3].astype(int)
    blue = (np.abs(pixels[:, :, ::-1] - np.array([0x0B, 0x3F, 0x73])) < 12).all(axis=2)
    assert blue.sum() > 500  # most upstream causes


NASTY = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "</script><script>document.title='in'</script>",
                "<img src=x onerror=document.title='in'>",
                '" onmouseover="document.title=1',
                "</title><b>",
                "</style>",
                "$title ${map}",
                "\u2028",
                "<!--",
                "&lt;b&gt;",
                "אין מיטות",
            ]
        ),
        st.text(min_size=1, max_size=30),
    )
    .map(clean_line)
    .filter(bool),
    min_size=1,
    max_size=5,
)


def nasty_map(labels):
    records = [About(id=ABOUT_ID, title=labels[0]), Factor(id="s", label="People wait", kind="symptom")]
    records += [Factor(id=f"f{at}", label=label, notes=label) for at, label in enumerate(labels)]
    records += [Link(id=f"l{at}", cause=f"f{at}", effect="s") for at in range(len(labels))]
    records += [Voice(id="v", organisation=labels[0][:100]), Saying(id="g", voice="v", subject="f0")]
    return CauseMap.of(records)


@given(NASTY)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_label_gets_out_of_its_place(labels):
    plain, nasty = (Seen(page_of(nasty_map(each))) for each in (["a"] * len(labels), labels))
    assert [tag for tag, _ in nasty.elements if tag not in ("tspan", "li", "ul", "details", "summary", "p")] == [
        tag for tag, _ in plain.elements if tag not in ("tspan", "li", "ul", "details", "summary", "p")
    ]
    assert {name for _, told in nasty.elements for name in told} <= {n for _, told in plain.elements for n in told} | {
        "direction"
    }
    told = [each["label"] for each in json.loads(nasty.data)["factors"]]
    assert sorted(told) == sorted(["People wait", *labels])


def test_a_label_that_is_a_script_does_not_run(tmp_path):
    path = tmp_path / "map.html"
    labels = ["</script><script>document.title='in'</script>", "<img src=x onerror=document.title='in'>"]
    path.write_text(page_of(nasty_map(labels)), "utf-8")
    dom = chromium(tmp_path, path.as_uri(), "--dump-dom")
    assert 'data-ready="yes"' in dom
    assert "<title>in</title>" not in dom


@pytest.mark.parametrize("records", [[], [Factor(id="f", label="Alone")]], ids=["empty", "one factor"])
def test_a_map_of_next_to_nothing_has_a_page(records, tmp_path):
    page = page_of(CauseMap.of([About(id=ABOUT_ID), *records]))
    assert "No cause leads to a symptom yet." in page
    path = tmp_path / "map.html"
    path.write_text(page, "utf-8")
    assert 'data-ready="yes"' in chromium(tmp_path, path.as_uri(), "--dump-dom")
