"""Which characters stand where on a page of a PDF, and in which order does one read them along a line?

pdfium names each character and its place. Along a line that is written from right to left, or that mixes both
directions, the places tell the order (after UAX #9, in reverse: from what is seen to what is meant).
"""

import math
import re
import statistics
import unicodedata
from collections.abc import Iterator, Sequence
from ctypes import byref, c_double, c_void_p, cast
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdf

RIGHT_TO_LEFT = re.compile("[\u0590-\u065f\u066d-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
"""Arabic and Hebrew letters and signs, but for the digits, which run from left to right."""
BRACKETS = {one: pair for pair in ("()", "[]", "{}", "«»") for one in pair}
LAM_ALEF = ("اأإآ", "ل")
"""The two letters of one glyph, as pdfium gives them: the wrong way round."""
TIGHT = "\u00a0\u2009\u202f"
"""Spaces that may stand within a number."""
ASLANT = -1
SAMPLED = 4
"""One character of so many is asked whether its font names it: fonts do or do not."""
CELL_GAP = 0.8
"""Heights of a line: where there is no space, a wider gap parts cells."""
DIGIT_GAP = 0.4
"""Heights of a line: a wider gap parts two numbers, a narrower one the thousands of one."""
LEAST_POINTS = 1.0
"""Lower characters are seen by nobody."""
WORD_GAP = 0.12
"""Heights of a line: a wider gap parts words where nothing else does."""


class Glyph(NamedTuple):
    """A character, the box that its font gives it, and the line that it stands on, in points from below left."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    height: float
    """Of the box: from the font's deepest to its highest, whatever the character."""
    turn: int = 0
    """Right angles by which its text is turned; its place is that of a page that was turned back."""


BLANK = Glyph(" ", 0, 0, 0, 0, 0, 0)
"""A space, which has no place of its own."""
STRETCHED = BLANK._replace()
"""A wide space between two words that were set together. Told from BLANK by being another object."""
PARTING = BLANK._replace()
"""No space at all, but a gap between two that were set apart, wider than words have between them."""
HYPHEN = Glyph("\u00ad", 0, 0, 0, 0, 0, 0)
"""Where a word is broken at the end of a line."""


class Box(NamedTuple):
    """From left to right and from bottom to top."""

    x0: float
    y0: float
    x1: float
    y1: float

    def holds(self, glyph: Glyph) -> bool:
        """Whether the middle of the glyph is in it."""
        return self.x0 <= (glyph.x0 + glyph.x1) / 2 < self.x1 and self.y0 <= (glyph.y0 + glyph.y1) / 2 < self.y1


class Glyphs(NamedTuple):
    """The characters of a page in the order of its content."""

    seen: list[Glyph]
    hidden: list[Glyph]
    """Drawn without ink, beside the page, or too small to be read."""
    aslant: str
    """Those of text that is neither level nor upright, such as a watermark."""
    unmapped: int
    """How many characters the font gives no name, by a sample."""


def glyphs_of(page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> Glyphs:
    """The characters of a page."""
    seen: list[Glyph] = []
    hidden: list[Glyph] = []
    aslant: list[str] = []
    unmapped = turn = 0
    handle, box, x, y = text.raw, pdf.FS_RECTF(), c_double(), c_double()
    low = high = 0.0
    left, bottom, right, top = page.get_cropbox()
    is_beyond = False
    has_hidden = any(_has_no_ink(one.raw) for one in page.get_objects(filter=(pdf.FPDF_PAGEOBJ_TEXT,)))
    for index in range(pdf.FPDFText_CountChars(handle)):
        character = chr(pdf.FPDFText_GetUnicode(handle, index))
        into = hidden if has_hidden and _has_no_ink(pdf.FPDFText_GetTextObject(handle, index)) else seen
        if character in "\x02\ufffe":
            into.append(HYPHEN)
        elif character.isspace() or character == "\x00":
            into.append(BLANK._replace(text=character) if character in TIGHT else BLANK)
        else:
            pdf.FPDFText_GetLooseCharBox(handle, index, box)
            # A box as high and low as the one before it stands on the same line: asking less is half of the speed.
            if box.bottom != low or box.top != high:
                low, high = box.bottom, box.top
                pdf.FPDFText_GetCharOrigin(handle, index, byref(x), byref(y))
                turn = _quarters(pdf.FPDFText_GetCharAngle(handle, index))
                is_beyond = high <= bottom or low >= top or high - low < LEAST_POINTS
            x0, x1 = box.left, box.right
            if is_beyond or x1 <= left or x0 >= right:
                into = hidden
            if turn == ASLANT:
                aslant.append(character)
                continue
            glyph = Glyph(character, x0, low, x1, high, y.value, high - low)
            if turn:
                glyph = _turned(character, box, x.value, y.value, turn)
            if into and into[-1] is BLANK and len(into) > 1:
                into[-1] = _space(into[-2], glyph, handle, index - 1)
            into.append(glyph)
            if not index % SAMPLED:
                unmapped += SAMPLED * (pdf.FPDFText_HasUnicodeMapError(handle, index) == 1)
    is_blank = not any(glyph.height for glyph in hidden)
    return Glyphs(seen, [] if is_blank else hidden, "".join(aslant), unmapped)


def _space(before: Glyph, after: Glyph, text: pdf.FPDF_TEXTPAGE, index: int) -> Glyph:
    """What the space between two glyphs is, by its width and by whether they were set together.

    index: of the space, which pdfium makes up where the page has none.
    """
    gap = after.x0 - before.x1
    # "200 310" from two cells is not 200,310.
    is_between_digits = before.text.isdigit() and after.text.isdigit() and gap > DIGIT_GAP * before.height
    if before.base != after.base or not (is_between_digits or gap > CELL_GAP * before.height > 0):
        return BLANK
    one, other = (_address(pdf.FPDFText_GetTextObject(text, index + step)) for step in (-1, 1))
    is_made_up = pdf.FPDFText_IsGenerated(text, index)
    if one == other:
        return PARTING if is_between_digits and is_made_up else STRETCHED
    return PARTING if is_between_digits or is_made_up else BLANK


def _address(text: pdf.FPDF_PAGEOBJECT) -> int | None:
    return cast(text, c_void_p).value


def _quarters(angle: float) -> int:
    """How many right angles against the clock the text is turned by; ASLANT where by another angle.

    angle: as pdfium gives it, with the clock, in radians.
    """
    quarters = angle / (math.pi / 2)
    return -round(quarters) % 4 if abs(quarters - round(quarters)) < 0.03 else ASLANT


def _turned(character: str, box: pdf.FS_RECTF, x: float, y: float, turn: int) -> Glyph:
    """A glyph of text that is turned, with its place as if the page were turned back."""
    if turn == 1:
        x0, y0, x1, y1, base = box.bottom, -box.right, box.top, -box.left, -x
    elif turn == 2:
        x0, y0, x1, y1, base = -box.right, -box.top, -box.left, -box.bottom, -y
    else:
        x0, y0, x1, y1, base = -box.top, box.left, -box.bottom, box.right, x
    return Glyph(character, x0, y0, x1, y1, base, y1 - y0, turn)


def _has_no_ink(text: pdf.FPDF_PAGEOBJECT) -> bool:
    return bool(text) and pdf.FPDFTextObj_GetTextRenderMode(text) == pdf.FPDF_TEXTRENDERMODE_INVISIBLE


def is_rtl(text: str) -> bool:
    """Whether most letters are written from right to left."""
    right = len(RIGHT_TO_LEFT.findall(text))
    return right > 0 and 2 * right >= sum(character.isalpha() for character in text)


def is_raised(glyph: Glyph, base: float, height: float) -> bool:
    """Whether a glyph stands above the line of the others, as footnote marks do. base, height: of the line."""
    if glyph.base == base or not glyph.height:
        return False
    rise = (glyph.base - base) / height
    return rise > 0.3 or (rise > 0.08 and glyph.height < 0.9 * height)


def is_lowered(glyph: Glyph, base: float, height: float) -> bool:
    """Whether a glyph stands below the line of the others, and is smaller. base, height: of the line."""
    return glyph.height > 0 and base - glyph.base > 0.08 * height and glyph.height < 0.9 * height


def in_reading_order(line: Sequence[Glyph], *, is_rtl: bool) -> list[Glyph]:
    """The glyphs of a line that may mix directions. is_rtl: the direction of the text that it belongs to."""
    along = list(_along(line, is_rtl=is_rtl))
    ordered: list[Glyph] = []
    for to_right, run in groupby(zip(_to_right(along, is_rtl=is_rtl), along, strict=True), key=itemgetter(0)):
        glyphs = [glyph for _, glyph in run]
        ordered += glyphs[::-1] if to_right is is_rtl else glyphs
    return list(_with_brackets(ordered))


def _along(line: Sequence[Glyph], *, is_rtl: bool) -> Iterator[Glyph]:
    """The glyphs as the eye meets them, with a space in each gap; marks follow the letter that they stand over."""
    letters = [glyph for glyph in line if glyph.height and not unicodedata.combining(glyph.text)]
    marks = [glyph for glyph in line if glyph.height and unicodedata.combining(glyph.text)]
    before = None
    for glyph in sorted(_in_words(letters), key=lambda one: one.x0 + one.x1, reverse=is_rtl):
        if before and max(glyph.x0 - before.x1, before.x0 - glyph.x1) > WORD_GAP * before.height:
            yield BLANK
        yield glyph
        over = [mark for mark in marks if glyph.x0 <= (mark.x0 + mark.x1) / 2 <= glyph.x1]
        yield from over
        marks = [mark for mark in marks if mark not in over]
        before = glyph


def _in_words(letters: Sequence[Glyph]) -> Iterator[Glyph]:
    """The letters with both of one glyph in the order of the word."""
    held = None
    for glyph in letters:
        if held and (held.x0, held.x1) == (glyph.x0, glyph.x1) and glyph.text in LAM_ALEF[1]:
            yield from (glyph, held)
            held = None
            continue
        if held:
            yield held
        held = glyph if glyph.text in LAM_ALEF[0] else None
        if not held:
            yield glyph
    if held:
        yield held


def _to_right(glyphs: Sequence[Glyph], *, is_rtl: bool) -> list[bool]:
    """Whether each glyph is read from left to right; a sign goes with its neighbours where they agree."""
    base = statistics.median(glyph.base for glyph in glyphs if glyph.height)
    height = statistics.median(glyph.height for glyph in glyphs if glyph.height)
    kinds = [None if is_raised(glyph, base, height) else _kind(glyph.text) for glyph in glyphs]
    resolved: list[bool] = []
    for here, kind in enumerate(kinds):
        before = resolved[-1] if resolved else not is_rtl
        after = next((one for one in kinds[here:] if one is not None), not is_rtl)
        resolved.append(kind if kind is not None else before if before is after else not is_rtl)
    return resolved


def _kind(text: str) -> bool | None:
    """True for what is read from left to right, False for the other direction, None for what has none."""
    if RIGHT_TO_LEFT.match(text):
        return False
    return True if text.isalnum() else None


def _with_brackets(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """Brackets open before a word and close after one: which of a pair is drawn does not tell which is meant."""
    before = BLANK
    for glyph in glyphs:
        if pair := BRACKETS.get(glyph.text):
            glyph = glyph._replace(text=pair[0] if before is BLANK or before.text in BRACKETS else pair[1])
        yield glyph
        before = glyph
