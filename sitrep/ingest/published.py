"""On which day was this text published? Stated rules only; never the file's time, never today.

Metadata speaks through day_of(). A text without any is asked for its dateline: a date in a heading
("Situation Report No. 4 (as of 10 February 2020)"), alone on a line, or before the dash that opens a report
("ANKARA, 10 February 2020 –"). A date without a year, one such as 02/03/2020 that could be either, and that of the next
report are none.
"""

import re
from datetime import date
from email.utils import parsedate_to_datetime
from itertools import zip_longest

MONTHS = (
    ("january", "jan", "janvier", "enero", "يناير", "كانون الثاني"),
    ("february", "feb", "février", "febrero", "فبراير", "شباط"),
    ("march", "mar", "mars", "marzo", "مارس", "آذار"),
    ("april", "apr", "avril", "abril", "أبريل", "نيسان"),
    ("may", "mai", "mayo", "مايو", "أيار"),
    ("june", "jun", "juin", "junio", "يونيو", "حزيران"),
    ("july", "jul", "juillet", "julio", "يوليو", "تموز"),
    ("august", "aug", "août", "agosto", "أغسطس", "آب"),
    ("september", "sept", "sep", "septembre", "septiembre", "سبتمبر", "أيلول"),
    ("october", "oct", "octobre", "octubre", "أكتوبر", "تشرين الأول"),
    ("november", "nov", "novembre", "noviembre", "نوفمبر", "تشرين الثاني"),
    ("december", "dec", "décembre", "diciembre", "ديسمبر", "كانون الأول"),
)
NUMBER_OF = {name: number for number, names in enumerate(MONTHS, start=1) for name in names}
NAME = "|".join(sorted(NUMBER_OF, key=len, reverse=True))
# The United Nations give both names of a month in Arabic: "شباط/فبراير".
MONTH = rf"(?:{NAME})(?:/(?:{NAME}))?"

DAY = re.compile(
    rf"(?<![\w/.-])(?:"
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º)?\s(?:of\s|de\s)?(?P<month>{MONTH})\b\.?,?\s(?:de\s|del\s)?(?P<year>\d{{4}})"
    rf"|(?P<month_us>{MONTH})\b\.?\s(?P<day_us>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year_us>\d{{4}})"
    r"|(?P<iso>\d{4}(?P<line>[-/])\d\d(?P=line)\d\d)(?:T\d\d:\d\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?"
    r"|(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year_numeric>\d{4})"
    r")(?![\w/]|-\d)",
    re.IGNORECASE,
)
# A dateline has no other number and no full stop before the date, and a dash or colon soon after it.
OPENING = re.compile(r"^[^\d\n.:;!?]{0,60}$")
AFTER_OPENING = re.compile(r"^[^\d\n.;!?]{0,40}?(?:\s[–—-]\s|:\s)")

NEXT = re.compile(r"\b(?:next|forthcoming|upcoming|prochaine?s?|próxim[oa]s?)\b|القادم|المقبل|التالي", re.IGNORECASE)
"""Words of a line that announces another report."""

# Words that say what the date after them is; then a full stop may follow it too.
SAYS_SO = re.compile(
    r"^\W*(?:as of|as at|updated?|published|issued|date|mis à jour|publié|au|al|actualizado|publicado|fecha|حتى|تاريخ)"
    r"\b[^\d.]{0,20}$",
    re.IGNORECASE,
)

LOOKED_AT = 1_500
"""Characters at the start of a text in which a dateline may stand."""
HEADING_CHARACTERS = 160


def iso_date(value: str) -> date | None:
    """The day that an ISO 8601 date or time begins with, such as 2020-02-10T08:30:00Z; None for anything else."""
    match = re.match(r"\s*(\d{4}-\d\d-\d\d)(?!\d)", value)
    return _iso(match[1]) if match else None


def mail_date(value: str) -> date | None:
    """The day of an RFC 5322 date, as its own zone counts it: "Mon, 10 Feb 2020 23:30:00 +0300"."""
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def day_of(value: str) -> date | None:
    """The day that a field of metadata holds, in whichever of the usual forms."""
    match = DAY.fullmatch(value.strip())
    return iso_date(value) or mail_date(value) or (_day(match, "en") if match else None)


def day_in(value: str) -> date | None:
    """The first day that is named anywhere in a field, as in "Mon, 10 Feb 2020"."""
    match = DAY.search(value)
    return _day(match, "en") if match else None


def dateline(text: str, lang: str = "en") -> date | None:
    """The date that a text gives for itself, None where it gives none."""
    is_table = False
    lines = text[:LOOKED_AT].splitlines()
    for line, after in zip_longest(lines, lines[1:], fillvalue=""):
        # The headings of a table, and after them its rows up to a blank line: their dates are of what they list.
        is_table = (" | " in line and not _is_headline(line, after)) or (is_table and bool(line.strip()))
        if is_table or NEXT.search(line):
            continue
        days = [(match, day) for match in DAY.finditer(line) if (day := _day(match, lang))]
        if days and _is_heading(line):
            # "3 February 2020 – 9 February 2020": a report on a period is published at its end.
            return max(day for _, day in days)
        if days and _is_opening(line[: days[0][0].start()], line[days[0][0].end() :]):
            return days[0][1]
    return None


def _is_headline(line: str, after: str) -> bool:
    """Whether strokes part the words of a headline, as in "Flash Update 3 | 10 February 2020", and no cells."""
    dates = sum(bool(DAY.fullmatch(cell.strip())) for cell in line.split("|"))
    return dates == 1 and " | " not in after and ": " not in after


def _is_opening(before: str, after: str) -> bool:
    """Whether a date between these words dates the text that it stands in."""
    if SAYS_SO.match(before) and re.match(r"\.?(?:\s*$|\.\s)", after[:2]):
        return True
    return bool(OPENING.match(before) and AFTER_OPENING.match(after))


def _is_heading(line: str) -> bool:
    return len(line.strip()) <= HEADING_CHARACTERS and not re.search(r"[.!?؟,;:]['\"”»)]*\s*$", line)


def _day(match: re.Match[str], lang: str) -> date | None:
    if match["iso"]:
        return _iso(match["iso"])
    if match["first"]:
        first, second, year = (int(match[part]) for part in ("first", "second", "year_numeric"))
        return _real(year, second, first) if match["mark"] == "." else _numeric(first, second, year, lang)
    month = NUMBER_OF[" ".join((match["month"] or match["month_us"]).lower().partition("/")[0].split())]
    return _real(int(match["year"] or match["year_us"]), month, int(match["day"] or match["day_us"]))


def _numeric(first: int, second: int, year: int, lang: str) -> date | None:
    """Day first in every language but English, where only a number above 12 tells; with full stops, always."""
    if lang != "en" or first > 12 or first == second:
        return _real(year, second, first)
    return _real(year, first, second) if second > 12 else None


def _iso(text: str) -> date | None:
    year, month, day = re.split("[-/]", text)
    return _real(int(year), int(month), int(day))


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
