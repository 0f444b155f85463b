"""Is raised or lowered text a mark of its own, or a part of the word before it?

Glued to a number a mark makes another number: 12,500 with a raised 1 is 125001 to most readers.
"""

import re

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MARK = re.compile(r"[\d,;*†‡§()\[\]\s]+|\(?[a-z]\)?|\[[a-z]+\]")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
ORDINAL = re.compile(r"st|nd|rd|th|er|re|e|è?me|º|ª|o|a")
COUNTED = re.compile(r"(?<![\d.,])\d{1,3}$")
"""A number that an ordinal is made of: "12,500" with a raised a has a footnote."""
LENGTH = re.compile(r"\b[kcm]?m$")
"""A unit of length before a raised 2 or 3 makes an area or a volume."""


def with_mark(before: str, raised: str) -> str:
    """The text with what stands raised behind it.

    >>> with_mark("12,500", "1"), with_mark("600 km", "2"), with_mark("the 1", "st"), with_mark("12,500", "a")
    ('12,500 ¹', '600 km²', 'the 1st', '12,500 a')
    """
    mark = raised.strip().translate(RAISED)
    if raised in ("2", "3") and LENGTH.search(before):
        return before + mark
    is_apart = MARK.fullmatch(raised) and not (ORDINAL.fullmatch(raised) and COUNTED.search(before))
    return f"{before.rstrip()} {mark}" if is_apart and mark else before + raised


def with_lowered(before: str, lowered: str) -> str:
    """The text with what stands lowered behind it.

    >>> with_lowered("CO", "2"), with_lowered("500", "5")
    ('CO2', '500 ₅')
    """
    is_apart = before[-1:].isdigit() and lowered[:1].isdigit()
    return f"{before} {lowered.translate(LOWERED)}" if is_apart else before + lowered
