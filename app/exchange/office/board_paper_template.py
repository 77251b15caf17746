"""The template of a board paper: an ordinary Word document that somebody edited, looked at before it is used.

Its styles, pages, headers and footers stay. Words in braces are filled in, and the paper stands where it says
``{paper}``, else behind what the template holds.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

import resources
from app.errors import FileRefused
from app.exchange.office.board_paper_writer import CELL, HEAD, NOTE, PURPOSE, SOFT, TABLE
from app.exchange.office.common import plain, shortened

PAPER = "{paper}"
_MOST_PACKED, _MOST_UNPACKED = 50_000_000, 200_000_000
_MOST_PARTS, _MOST_XML, _DEEPEST = 3_000, 40_000_000, 200
_USED = ("Title", "Subtitle", "Heading 1", "Heading 2", "Caption", PURPOSE, NOTE, CELL, HEAD, SOFT, TABLE)
_LONGEST_AT_EDGE = 110
_FIELD = re.compile(r"\{\s*([a-z]+)\s*\}", re.IGNORECASE)
_TEMPLATE_KIND = b"wordprocessingml.template.main+xml"
_DOCUMENT_KIND = b"wordprocessingml.document.main+xml"
_RUNS = re.compile(rb"vbaProject|macroEnabled|activeX|oleObject", re.IGNORECASE)
_TYPES = "[Content_Types].xml"


def usual_template() -> bytes:
    """The template that the program carries."""
    return (Path(resources.__file__).parent / "board_paper_template.docx").read_bytes()


def opened(template: bytes | None) -> WordDocument:
    """A document from a template's bytes, the usual one without any; FileRefused in one sentence if it is none.

    Styles that a paper uses and the template lacks are those of the usual one.
    """
    if template is None:
        return Document(BytesIO(usual_template()))
    try:
        document = Document(BytesIO(_checked(template)))
        has_page = bool(document.sections)
    except FileRefused:
        raise
    except Exception as error:  # each damage raises its own
        raise _refused("it is no Word document that can be read") from error
    if not has_page:
        raise _refused("it has no page")
    _add_styles(document)
    _forget_its_own_template(document)
    return document


def fill(document: WordDocument, words: Mapping[str, str]) -> None:
    """Put words for what stands in braces: in headers, footers, and what the template itself holds."""
    for section in document.sections:
        edges = (
            section.header,
            section.footer,
            section.first_page_header,
            section.first_page_footer,
            section.even_page_header,
            section.even_page_footer,
        )
        for edge in edges:
            if not edge.is_linked_to_previous:
                short = {name: shortened(told, _LONGEST_AT_EDGE) for name, told in words.items()}
                _fill_in(edge._element, short)  # noqa: SLF001  # its tables and text boxes too
    _fill_in(document.element.body, words)


class Place:
    """Where the paper goes: what stands behind ``{paper}`` is put back behind it when it is written."""

    def __init__(self, document: WordDocument) -> None:
        body = document.element.body
        parts = [each for each in body if each.tag != qn("w:sectPr")]
        at = next((n for n, each in enumerate(parts) if each.tag == qn("w:p") and _words(each).strip() == PAPER), None)
        self.has_title = any("{title}" in _words(each) for each in parts[:at])
        self._behind = parts[at + 1 :] if at is not None else []
        self._body = body
        begun = parts[at:] if at is not None else []
        if begun and next(begun[0].iter(qn("w:sectPr")), None) is not None:
            for text in begun[0].iter(qn("w:t")):
                text.text = ""
            self._behind.insert(0, begun[0])  # it ends a section
        if at is None and not "".join(map(_words, parts)).strip() and not any(_shows(each) for each in parts):
            begun = parts  # an empty page
        for each in begun:
            body.remove(each)

    @property
    def is_followed(self) -> bool:
        """Whether something stands behind the paper."""
        return bool(self._behind)

    def put_back(self) -> None:
        """What stood behind the paper."""
        for each in self._behind:
            self._body.insert_element_before(each, "w:sectPr")


def _refused(why: str) -> FileRefused:
    return FileRefused(f"The template of the board paper was not used: {why}.")


# -- before it is opened


def _checked(data: bytes) -> bytes:
    """The same, as a document where it was a Word template; what is packed beyond sense or could run is refused."""
    if len(data) > _MOST_PACKED:
        raise _refused("it is larger than any template needs to be")
    if not zipfile.is_zipfile(BytesIO(data)):
        raise _refused("it is no Word document (.docx)")
    with zipfile.ZipFile(BytesIO(data)) as packed:
        members = packed.infolist()
        if len(members) > _MOST_PARTS or sum(each.file_size for each in members) > _MOST_UNPACKED:
            raise _refused("it unpacks to more than any template needs")
        names = {each.filename for each in members}
        if _TYPES not in names:
            raise _refused("it is no Word document (.docx)")
        if any(_RUNS.search(name.encode()) for name in names) or _RUNS.search(_part(packed, _TYPES)):
            raise _refused("it holds macros or other things that run; save it without them as a .docx")
        for each in members:
            if each.filename.endswith((".xml", ".rels")):
                _check_xml(_part(packed, each.filename))
        is_template = _TEMPLATE_KIND in _part(packed, _TYPES)
        return _as_document(packed) if is_template else data


def _part(packed: zipfile.ZipFile, name: str) -> bytes:
    if packed.getinfo(name).file_size > _MOST_XML:
        raise _refused("it unpacks to more than any template needs")
    with packed.open(name) as part:
        return part.read(_MOST_XML + 1)


def _check_xml(content: bytes) -> None:
    """No definitions of its own, no depth that nobody writes, and no field that asks another program."""
    depth = 0
    try:
        for event, each in iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                raise _refused("it is nested deeper than any document")
            if event == "end":
                if each.tag == qn("w:instrText") and (each.text or "").strip().upper().startswith("DDE"):
                    raise _refused("it holds macros or other things that run; save it without them as a .docx")
                if depth > 2:
                    each.clear()
    except DefusedXmlException as error:
        raise _refused("it holds definitions that no Word document needs") from error


def _as_document(packed: zipfile.ZipFile) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for each in packed.infolist():
            content = packed.read(each)
            if each.filename == _TYPES:
                content = content.replace(_TEMPLATE_KIND, _DOCUMENT_KIND)
            out.writestr(each.filename, content)
    return made.getvalue()


# -- what it lacks, and what it should not pass on


def _add_styles(document: WordDocument) -> None:
    """The usual styles in place of those that the template has not."""
    usual = {each.find(qn("w:name")).get(qn("w:val")): each for each in _style_elements(_usual())}
    by_id = {each.get(qn("w:styleId")): name for name, each in usual.items()}
    names = {style.name: style.style_id for style in document.styles if style.name}
    kinds = {style.name: style.element.get(qn("w:type")) for style in document.styles if style.name}
    for name in _USED:
        told = usual[_inner(name)]
        if name in names and kinds[name] == told.get(qn("w:type")):
            continue
        made = deepcopy(told)
        id_ = made.get(qn("w:styleId"))
        while id_ in names.values():
            id_ += "0"
        made.set(qn("w:styleId"), id_)
        for link in ("w:basedOn", "w:next", "w:link"):
            for found in made.findall(qn(link)):
                other = names.get(_outer(by_id.get(found.get(qn("w:val")), "")))
                if other is None or link == "w:link":
                    made.remove(found)
                else:
                    found.set(qn("w:val"), other)
        if name in names:  # of another kind: that one keeps its words, and gives up the name
            old = next(each for each in _style_elements(document) if each.get(qn("w:styleId")) == names[name])
            old.find(qn("w:name")).set(qn("w:val"), f"{name} (template)")
        document.styles.element.append(made)
        names[name] = id_


def _usual() -> WordDocument:
    return Document(BytesIO(usual_template()))


def _style_elements(document: WordDocument) -> Iterator[Any]:
    return (each for each in document.styles.element.findall(qn("w:style")) if each.find(qn("w:name")) is not None)


def _inner(name: str) -> str:
    """A style's name as files write it."""
    return name.lower() if name.startswith("Heading ") or name == "Caption" else name


def _outer(name: str) -> str:
    """A style's name as people see it."""
    return name.capitalize() if name.startswith(("heading ", "caption")) else name


def _forget_its_own_template(document: WordDocument) -> None:
    """The path of the template that the template was made from is nobody's business, and could call one in."""
    settings = document.settings
    for found in settings.element.findall(qn("w:attachedTemplate")):
        settings.element.remove(found)
    relations = document.part._settings_part.rels  # noqa: SLF001  # the only way to its part
    for id_, relation in list(relations.items()):
        if relation.reltype.endswith("/attachedTemplate"):
            del relations[id_]


# -- words in braces


def _words(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(qn("w:t")))


def _shows(element: Any) -> bool:
    """Whether there is a picture or a table in it."""
    return (
        element.tag == qn("w:tbl")
        or next(element.iter(qn("w:drawing"), qn("w:pict"), qn("w:object")), None) is not None
    )


def _fill_in(element: Any, words: Mapping[str, str]) -> None:
    for paragraph in element.iter(qn("w:p")):
        texts = list(paragraph.iter(qn("w:t")))
        whole = "".join(each.text or "" for each in texts)
        if "{" in whole:
            _fill_paragraph(texts, whole, words)


def _fill_paragraph(texts: list[Any], whole: str, words: Mapping[str, str]) -> None:
    """Word parts a line into runs as it likes: a field takes the look of the run that its brace stands in."""
    starts, at = [], 0
    for each in texts:
        starts.append(at)
        at += len(each.text or "")
    parts: list[list[str]] = [[] for _ in texts]
    at = 0

    def keep(first: int, last: int) -> None:
        for number, start in enumerate(starts):
            end = start + len(texts[number].text or "")
            parts[number].append(
                whole[max(first, start) : min(last, end)] if max(first, start) < min(last, end) else ""
            )

    for found in _FIELD.finditer(whole):
        told = words.get(found.group(1).lower())
        if told is None:
            continue
        keep(at, found.start())
        run = max(number for number, start in enumerate(starts) if start <= found.start())
        parts[run].append(" ".join(plain(told).split()))
        at = found.end()
    keep(at, len(whole))
    for each, part in zip(texts, parts, strict=True):
        each.text = "".join(part)
        each.set(qn("xml:space"), "preserve")
