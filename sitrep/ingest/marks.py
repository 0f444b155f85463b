"""Is raised text a footnote mark, or a part of the word before it?

Glued to a number a mark makes another number: 12,500 with a raised 1 is 125001 to most readers.
"""

import re

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MARK = re.compile(r"[\d,;*†‡§()\[\]\s]+|\(?[a-z]\)?|\[[a-z]+\]")
ORDINAL = re.compile(r"st|nd|rd|th|er|re|e|è?me|º|ª|o|a")
LENGTH = re.compile(r"\b[kcm]?m$")
"""A unit of length before a raised 2 or 3 makes an area or a volume."""


def with_mark(before: str, raised: str) -> str:
    """The text with what stands raised behind it.

    >>> with_mark("12,500", "1"), with_mark("600 km", "2"), with_mark("the 1", "st")
    ('12,500 ¹', '600 km²', 'the 1st')
    """
    mark = raised.strip().translate(RAISED)
    if raised in ("2", "3") and LENGTH.search(before):
        return before + mark
    is_apart = MARK.fullmatch(raised) and not (ORDINAL.fullmatch(raised) and before[-1:].isdigit())
    return f"{before.rstrip()} {mark}" if is_apart and mark else before + raised
