"""What does a Word document say? Its text as printed with all changes accepted (ECMA-376, part 1).

Own reader, since others drop insertions, content controls and text boxes. Insertions are in, deletions and what is
struck through out; a text box is given once, after its paragraph; notes follow the text, and their marks stand apart
from numbers; each cell of a table is under its heading; page heads come first and page feet last, each once.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lxml import etree
from lxml.etree import _Element as Element

from sitrep.errors import DocumentError
from sitrep.ingest.draft import Draft, Original, joined, squeezed
from sitrep.ingest.marks import with_lowered, with_mark
from sitrep.ingest.package import Package
from sitrep.ingest.published import iso_date
from sitrep.ingest.rows import Cell, lines_of
from sitrep.model import Problem

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

OUT = frozenset(
    W + name for name in ("del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "tblPr", "sectPr")
)
"""Deleted, moved away, or no text."""
BOXES = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
RAISED_BY = 4
"""Half points above the line, from which on a digit is a footnote mark."""
UNREAD = (("word/charts/chart", "charts"), ("word/diagrams/data", "diagrams"), ("word/embeddings/", "embedded files"))
"""Members that hold what a reader sees, and that are not read."""
LAYOUT_CHARACTERS = 300
"""A table with a longer cell sets a page, it does not tabulate."""


@dataclass(slots=True)
class _Story:
    """A document on its way: pieces of text with where they stand, and what is found between them."""

    styles: Mapping[str, Element]
    """Of characters and paragraphs, by their ids."""
    left_out: Counter[str]
    """How many stretches of text were left out, by what they are."""
    pieces: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    """Text boxes that the paragraph at hand holds."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """(kind, id) of the notes in the order of their marks."""
    paragraphs: int = 0
    tables: int = 0

    def add(self, label: str, text: str) -> None:
        """Keep a piece that says something."""
        if text.strip():
            self.pieces.append((label, text.strip()))

    def within(self, root: Element) -> list[str]:
        """The texts of a story within this one, such as that of a text box or a page head."""
        inner = _Story(self.styles, self.left_out)
        _blocks(root, inner)
        return [text for _, text in inner.pieces]


def read(original: Original) -> tuple[Draft, ...]:
    """The whole document."""
    package = Package(original.data)
    root = package.xml(_main(package))
    if root is None:
        raise DocumentError("damaged: the document itself is missing", "Save it anew.")
    story = _Story(_styles(package), Counter())
    _edges(package, "header", story)
    _blocks(root, story)
    _notes(package, story)
    _edges(package, "footer", story)
    if not story.pieces:
        raise DocumentError("the document holds no text", "Where it shows text, that is a picture: give it as text.")
    text, parts = joined(story.pieces)
    core = package.xml("docProps/core.xml")
    draft = Draft(
        text=text,
        format="docx",
        title=_core(core, "title") or _title(root, story),
        publisher=_core(core, "publisher") or _core(package.xml("docProps/app.xml"), "Company"),
        doubtful_date=_made_on(core),
        parts=parts,
        problems=tuple(_problems(package, root, story)),
    )
    return (draft,)


def _main(package: Package) -> str:
    """The name of the main member; some programs call it otherwise than Word does."""
    names = package.names()
    usual = "word/document.xml"
    return usual if usual in names else next((name for name in names if name.startswith("word/document")), usual)


def _styles(package: Package) -> Mapping[str, Element]:
    root = package.xml("word/styles.xml")
    return {style.get(f"{W}styleId") or "": style for style in root.iter(f"{W}style")} if root is not None else {}


def _blocks(parent: Element, story: _Story) -> None:
    """Paragraphs and tables in their order, whatever they are wrapped in."""
    for child in parent:
        if child.tag == f"{W}p":
            story.paragraphs += 1
            _paragraph(child, story, f"paragraph {story.paragraphs}")
        elif child.tag == f"{W}tbl":
            _table(child, story)
        elif child.tag == f"{MC}AlternateContent":
            _blocks(_chosen(child), story)
        elif child.tag not in OUT and isinstance(child.tag, str):
            _blocks(child, story)


def _paragraph(paragraph: Element, story: _Story, label: str) -> None:
    story.add(label, _inline(paragraph, story, ""))
    _boxes(story, label)


def _boxes(story: _Story, label: str) -> None:
    """The text boxes that were met since the last ones."""
    boxes, story.boxes = story.boxes, []
    for box in boxes:
        for text in story.within(box):
            story.add(f"text box in {label}", text)


def _inline(parent: Element, story: _Story, text: str) -> str:
    """`text` and what the children of an element add to it."""
    for child in parent:
        tag = child.tag
        if tag in OUT or not isinstance(tag, str):
            continue
        if tag == f"{W}r":
            text = _run(child, story, text)
        elif tag == f"{W}t" or tag.endswith("/math}t"):
            text += child.text or ""
        elif tag in SIGNS:
            text += SIGNS[tag]
        elif tag == f"{W}sym":
            text += _symbol(child)
        elif tag in NOTES:
            story.notes.append((NOTES[tag], child.get(f"{W}id") or ""))
            text = with_mark(text, str(len(story.notes)))
        elif tag in BOXES:
            story.boxes += child.iter(f"{W}txbxContent")
        else:
            text = _inline(_chosen(child) if tag == f"{MC}AlternateContent" else child, story, text)
    return text


def _run(run: Element, story: _Story, text: str) -> str:
    """The text with a run: characters of one look."""
    for name, what in (("vanish", "hidden"), ("strike", "struck"), ("dstrike", "struck")):
        if _is_on(_set(run, name, story)):
            story.left_out[what] += 1
            return text
    if run.find(f"{W}t") is None:
        return _inline(run, story, text)
    if _is_raised(run, story):
        return with_mark(text, _inline(run, story, ""))
    if _is(_set(run, "vertAlign", story), "subscript"):
        return with_lowered(text, _inline(run, story, ""))
    return _inline(run, story, text)


def _is_raised(run: Element, story: _Story) -> bool:
    position = _set(run, "position", story)
    raised_by = (position.get(f"{W}val") or "") if position is not None else ""
    return _is(_set(run, "vertAlign", story), "superscript") or (raised_by.isdigit() and int(raised_by) >= RAISED_BY)


def _set(run: Element, name: str, story: _Story) -> Element | None:
    """A setting of a run: its own, else that of its style, else of the styles that this one is based on."""
    look = run.find(f"{W}rPr")
    style = look.find(f"{W}rStyle") if look is not None else None
    left = dict(story.styles)
    while look is None or (found := look.find(f"{W}{name}")) is None:
        based_on = left.pop(style.get(f"{W}val") or "", None) if style is not None else None
        if based_on is None:
            return None
        look, style = based_on.find(f"{W}rPr"), based_on.find(f"{W}basedOn")
    return found


def _is(setting: Element | None, value: str) -> bool:
    return setting is not None and setting.get(f"{W}val") == value


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(f"{W}val") not in ("0", "false", "off")


def _symbol(sign: Element) -> str:
    code = int(sign.get(f"{W}char") or "0", 16)
    # Symbol fonts lie in the private area; what they show is not known here.
    return "" if 0xF000 <= code <= 0xF0FF or not code else chr(code)


def _chosen(alternatives: Element) -> Element:
    """The first of the alternatives that say the same in two ways."""
    choice = alternatives.find(f"{MC}Choice")
    fallback = alternatives.find(f"{MC}Fallback")
    return choice if choice is not None else fallback if fallback is not None else alternatives


def _table(table: Element, story: _Story) -> None:
    story.tables += 1
    rows = [row for row in table.iter(f"{W}tr") if _table_of(row) is table and row.find(f"{W}trPr/{W}del") is None]
    cells: list[list[Cell]] = []
    for row in rows:
        cells.append(list(_cells(row, cells[-1] if cells else (), story)))
    label = f"table {story.tables}"
    sets_page = any(len(cell.text) > LAYOUT_CHARACTERS for row in cells for cell in row)
    if sets_page or table.find(f".//{W}tbl") is not None:
        story.boxes.clear()  # they are met again
        for row in rows:
            _blocks(row, story)
        return
    for number, line in lines_of(cells):
        story.add(f"{label}, row {number}", line)
    _boxes(story, label)


def _table_of(row: Element) -> Element | None:
    return next(row.iterancestors(f"{W}tbl"), None)


def _cells(row: Element, above: Sequence[Cell], story: _Story) -> Iterator[Cell]:
    """The cells of a row by the columns of its grid; one that goes on from the row above says the same again."""
    column = _number(row, f"{W}trPr/{W}gridBefore", 0)
    for cell in row.iter(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr")) is not row:
            continue
        width = _number(cell, f"{W}tcPr/{W}gridSpan", 1)
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is not None and merge.get(f"{W}val") != "restart":
            text = next((one.text for one in above if one.start <= column < one.end), "")
        else:
            inside = (squeezed(_inline(paragraph, story, "")) for paragraph in _paragraphs_of(cell))
            text = "\n".join(filter(None, inside))
        yield Cell(text, column, column + width)
        column += width


def _paragraphs_of(parent: Element) -> Iterator[Element]:
    """The paragraphs of a cell, but for those of text boxes in it."""
    for child in parent:
        if child.tag == f"{W}p":
            yield child
        elif child.tag not in OUT and isinstance(child.tag, str):
            yield from _paragraphs_of(_chosen(child) if child.tag == f"{MC}AlternateContent" else child)


def _number(parent: Element, path: str, default: int) -> int:
    found = parent.find(path)
    value = found.get(f"{W}val", "") if found is not None else ""
    return int(value) if value.isdigit() else default


def _notes(package: Package, story: _Story) -> None:
    """The notes, in the order of their marks."""
    members = {kind: package.xml(f"word/{kind}s.xml") for kind in ("footnote", "endnote")}
    for number, (kind, id) in enumerate(tuple(story.notes), start=1):
        root = members[kind]
        for note in root.iter(f"{W}{kind}") if root is not None else ():
            if note.get(f"{W}id") == id:
                words = " ".join(story.within(note))
                story.add(f"{kind} {number}", f"{with_mark('', str(number)).strip()} {words}")


def _edges(package: Package, kind: str, story: _Story) -> None:
    """The heads or feet of the pages, each text once."""
    seen = {text for _, text in story.pieces}
    for name in sorted(name for name in package.names() if name.startswith(f"word/{kind}") and name.endswith(".xml")):
        root = package.xml(name)
        for text in story.within(root) if root is not None else ():
            if text not in seen:
                story.add("page head" if kind == "header" else "page foot", text)
            seen.add(text)


def _problems(package: Package, root: Element, story: _Story) -> Iterator[Problem]:
    changes = len(list(root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")))
    if changes:
        yield Problem(message=f"{changes} tracked changes, read as if all were accepted", hint="Accept or reject them.")
    for what, count in story.left_out.items():
        yield Problem(message=f"{count} stretches of {what} text were left out")
    for start, what in UNREAD:
        if count := sum(name.startswith(start) for name in package.names()):
            yield Problem(message=f"{count} {what} were not read", hint="Give what they show as text.")
    if root.find(f".//{W}altChunk") is not None:
        yield Problem(message="a document embedded in this one was not read", hint="Give it by itself.")


def _title(root: Element, story: _Story) -> str | None:
    """The first paragraph in the style of a title or of a heading of the first level."""
    for style in root.iter(f"{W}pStyle"):
        if (style.get(f"{W}val") or "").lower() in ("title", "heading1", "titre", "titre1", "ttulo", "ttulo1"):
            paragraph = next(style.iterancestors(f"{W}p"))
            return squeezed(_inline(paragraph, _Story(story.styles, Counter()), "")) or None
    return None


def _core(core: Element | None, name: str) -> str | None:
    found = next((one for one in core.iter() if etree.QName(one).localname == name), None) if core is not None else None
    return squeezed(found.text or "") or None if found is not None else None


def _made_on(core: Element | None) -> date | None:
    return iso_date(_core(core, "modified") or _core(core, "created") or "")
