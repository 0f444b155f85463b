"""Which characters do these bytes hold, and what does the head say? Plain text and Markdown.

Detectors by statistics take cp1252 for Mac or DOS code pages and lose the dash of "9,000–12,500", so that the encoding
follows rules, in this order: byte order mark, UTF-16 by where its NUL bytes stand, strict UTF-8, the declared charset,
cp1256 by its share of Arabic letters, cp1252.
"""

import codecs
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from sitrep.errors import DocumentError
from sitrep.ingest import limits
from sitrep.ingest.draft import Draft, Original, Unsupported, squeezed
from sitrep.ingest.published import day_of
from sitrep.model import Problem

# The mark of UTF-32 begins with that of UTF-16: it is asked for first.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MOST_HIGH_BYTES = 12
"""Of one script, its punctuation and its digits."""
MARKDOWN = (".md", ".markdown")
CONTROL = re.compile("[\x00-\x06\x0b\x0e-\x1a\x1c-\x1f\x7f]")
"""But for bell, backspace and escape, which texts for terminals hold."""
FEW_CONTROLS = 2
ARABIC = re.compile("[\u0600-\u06ff]")
HEAD = re.compile(
    r"\A(?P<fence>\+\+\+|---)[ \t]*\r?\n(?P<body>.*?)^(?P=fence)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
FOLDED = (">", "|", ">-", "|-")
"""Signs before a value of several lines, which are left out."""
YAML_LINE = re.compile(r"^(?P<key>[A-Za-z_][\w-]*):(?:[ \t]+(?P<value>.*?))?[ \t]*$")


def read(original: Original) -> tuple[Draft, ...]:
    """The text is what follows the head, character by character as the file has it."""
    text, problems = decode(original.data, original.charset)
    head, body, said = split_head(text)
    format = "markdown" if PurePath(original.name).suffix.lower() in MARKDOWN else "text"
    if not body.strip():
        raise DocumentError("nothing after the head")
    draft = with_head(head, body, format)
    return (replace(draft, title=draft.title or _heading(body, format), problems=(*problems, *said)),)


def with_head(head: "Head", text: str, format: str) -> Draft:
    """A draft of a text and of what its head says."""
    return Draft(
        text=text,
        format=format,
        title=head.title,
        publisher=head.publisher,
        published=head.published,
        url=head.url,
        lang=head.lang,
    )


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[Problem, ...]]:
    """The characters of `data`. declared: the charset that a mail or page gives for itself.

    Raises DocumentError for bytes that are no text.
    """
    text, guess = _by_rules(data, declared)
    if len(text) - len(CONTROL.sub("", text)) > max(FEW_CONTROLS, limits.CONTROL_SHARE * len(text)):
        raise Unsupported("binary file, not a text: not read", "Save it as text, PDF, Word or HTML.")
    problems = []
    if guess:
        problems.append(
            Problem(
                message=f"the encoding is not given; read as {guess}",
                hint="Save the file as UTF-8 where letters or dashes look wrong.",
            )
        )
    if lost := text.count("\ufffd"):
        problems.append(Problem(message=f"{lost} characters could not be decoded", hint="Save the file as UTF-8."))
    return text, tuple(problems)


def _by_rules(data: bytes, declared: str | None) -> tuple[str, str]:
    """The text, and the name of the encoding where it was guessed, else ""."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), ""
    if utf16 := _utf16(data):
        return data.decode(utf16), "UTF-16"
    for charset in ("utf-8", declared or "utf-8"):
        try:
            return data.decode(charset), ""
        except (UnicodeDecodeError, LookupError):
            continue
    if (mixed := _mixed(data)) is not None:
        return mixed
    if _is_cp1256(data):
        return data.decode("cp1256"), "Windows-1256 (Arabic)"
    return data.decode("cp1252", errors="replace"), "Windows-1252 (Western European)"


def _mixed(data: bytes) -> tuple[str, str] | None:
    """The text where most characters beyond ASCII are sound UTF-8; of the others each byte is a letter of cp1252.

    So it is in a text that was put together of two, and in a file that was cut within a character.
    """
    strict = data.decode("utf-8", errors="replace")
    lost = strict.count("\ufffd")
    sound = sum(not character.isascii() for character in strict) - lost
    if sound <= lost:
        return None
    text = data.decode("utf-8", errors=BYTE_BY_BYTE)
    return text, "" if text == strict else "UTF-8, mixed with Windows-1252"


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """What a stray byte is, but for one at the end, where a character was cut."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.reason == "unexpected end of data":
        return "\ufffd", error.end
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


BYTE_BY_BYTE = "sitrep.cp1252"
codecs.register_error(BYTE_BY_BYTE, _as_cp1252)


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: NUL bytes in one half of each pair only. Its plain spaces are enough to tell."""
    halves = data[0::2].count(0), data[1::2].count(0)
    if len(data) % 2 or min(halves) or not max(halves):
        return None
    # The letters of one script share their high byte; a single NUL in a plain text makes Chinese of it.
    if len(set(data[0::2] if halves[0] else data[1::2])) > max(2, min(MOST_HIGH_BYTES, len(data) // 8)):
        return None
    encoding = "utf-16-be" if halves[0] else "utf-16-le"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    known = sum(character.isascii() or character.isalpha() for character in text)
    return encoding if known > 0.9 * len(text) and "\x00" not in text else None


def _is_cp1256(data: bytes) -> bool:
    high = bytes(byte for byte in data if byte >= 0x80)
    letters = ARABIC.findall(high.decode("cp1256"))
    return len(high) >= 0.4 * len(data) and len(letters) >= 0.8 * len(high)


class Head(Struct, frozen=True, kw_only=True):
    """What a document's head says of it."""

    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    lang: str | None = None


def split_head(text: str) -> tuple[Head, str, tuple[Problem, ...]]:
    """Head, the text after it, and what is wrong with the head.

    TOML between +++ lines, or `key: value` lines between --- lines. Anything else that begins so is text.

    >>> split_head("---\\ntitle: Update 3\\n---\\nFive killed.")[:2]
    (Head(title='Update 3', publisher=None, published=None, url=None, lang=None), 'Five killed.')
    """
    match = HEAD.match(text)
    if not match:
        return Head(), text, ()
    try:
        fields = _toml(match["body"]) if match["fence"] == "+++" else _yaml(match["body"])
    except ValueError as error:
        problem = Problem(message=f"the head is not readable and was taken as text: {error}", hint="See README, heads.")
        return Head(), text, (problem,)
    head, problems = head_of(fields)
    return head, text[match.end() :], problems


def _toml(body: str) -> Mapping[str, Any]:
    return tomllib.loads(body.replace("\r\n", "\n"))


def _yaml(body: str) -> Mapping[str, Any]:
    """`key: value` lines alone: no nesting, no tags, nothing that runs. Indented and list lines are left out."""
    fields = {}
    for line in body.splitlines():
        if not line.strip() or line[0] in " \t#-":
            continue
        match = YAML_LINE.match(line)
        if not match:
            raise ValueError(f"{line[:60]!r} is not `key: value`")
        value = match["value"] or ""
        fields[match["key"]] = "" if value in FOLDED else value.strip("'\"")
    return fields


def read_head(data: bytes) -> tuple[Head, tuple[Problem, ...]]:
    """A head in a file of its own, in TOML. Raises DocumentError where it is none."""
    try:
        return head_of(_toml(decode(data)[0]))
    except ValueError as error:
        raise DocumentError(f"the head beside it is no TOML: {error}", "Write lines such as lang = 'en'.") from None


def head_of(fields: Mapping[str, Any]) -> tuple[Head, tuple[Problem, ...]]:
    """The head that these fields make, and a problem for each value that cannot be used."""
    problems = []
    published = fields.get("published")
    day = published.date() if isinstance(published, datetime) else published
    if not isinstance(day, date):
        day = day_of(str(day)) if day else None
    if published and not day:
        problems.append(
            Problem(message=f"published: {str(published)[:60]!r} is not a date", hint="Write it as 2020-02-10.")
        )
    lang = str(fields.get("lang") or "").lower()[:2]
    if lang and not (lang.isascii() and lang.isalpha()):
        problems.append(Problem(message=f"lang: {lang!r} is not a language code", hint="Write it as en, fr, es or ar."))
        lang = ""
    words = {key: squeezed(str(fields[key])) or None for key in ("title", "publisher", "url") if key in fields}
    return Head(published=day, lang=lang or None, **words), tuple(problems)


def _heading(text: str, format: str) -> str | None:
    """The title of a text without one: a Markdown heading, or a short first line with a blank one after it."""
    lines = text.lstrip().splitlines()[:2]
    if not lines:
        return None
    if format == "markdown" and lines[0].startswith("#"):
        return lines[0].strip("# \t") or None
    is_alone = len(lines) == 1 or not lines[1].strip()
    return lines[0].strip() if is_alone and len(lines[0]) <= 150 and not lines[0].rstrip().endswith(".") else None


def break_long_lines(text: str) -> tuple[str, tuple[Problem, ...]]:
    """Lines of at most LINE_CHARACTERS: a newline takes the place of a space, so that offsets stay as they were."""
    lines = text.split("\n")
    if max(map(len, lines)) <= limits.LINE_CHARACTERS:
        return text, ()
    problem = Problem(message=f"a line of more than {limits.LINE_CHARACTERS:,} characters was broken at spaces")
    return "\n".join(map(_break_line, lines)), (problem,)


def _break_line(line: str) -> str:
    pieces = []
    while len(line) > limits.LINE_CHARACTERS:
        # A word longer than the limit stays whole.
        space = max(line.rfind(" ", 1, limits.LINE_CHARACTERS), 0) or line.find(" ", limits.LINE_CHARACTERS)
        if space < 0:
            break
        pieces.append(line[:space])
        line = line[space + 1 :]
    return "\n".join((*pieces, line))
