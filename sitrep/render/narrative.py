"""What did a person write for this brief? Markdown with live figures → HTML.

    More than half of the {{ figure("displaced") }} are children. The road is closed since {{ day("2020-02-08") }}.

figure() takes an indicator, or the id of a key figure where an indicator has several. A number typed by hand would go
stale with the next brief, so the build refuses it; {{ text("Resolution 2504") }} says that it is a name.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from sitrep.errors import RenderError
from sitrep.render.words import Words

LIVE = re.compile(r"\{\{\s*(\w+)\(\s*[\"“]([^\"”]*)[\"”]\s*\)\s*\}\}")
TYPED = re.compile(r"(?<![\w.-])\d[\d.,]*|\{\{.*?\}\}")
"""A number that stands alone ("M5" is a name), or a reference that LIVE does not understand."""
SLOT = re.compile("\ue000(\\d+)\ue001")


def narrative(words: Words, figures: Mapping[str, Mapping[str, Any]], item: Mapping[str, Any]) -> Markup:
    """One section's text as HTML. item: `path` and `text`. Raises RenderError with file and line."""
    live: list[Markup] = []
    say: dict[str, Callable[[str], Markup]] = {
        "figure": lambda name: figure(words, figures, name),
        "day": words.day,
        "text": words.own,
    }

    def fill(match: re.Match[str]) -> str:
        line = item["text"].count("\n", 0, match.start()) + 1
        try:
            live.append(say[match[1]](match[2]))
        except KeyError:
            raise at(item, line, f"{match[0]}: there is no {match[1]}()", f"Known: {', '.join(say)}.") from None
        except RenderError as error:
            raise at(item, line, error.message, error.hint) from None
        except ValueError:
            raise at(item, line, f"{match[0]}: not a date", 'Write it as in day("2020-02-10").') from None
        return f"\ue000{len(live) - 1}\ue001"

    # Filled in line by line, so that a message can say where.
    text = LIVE.sub(fill, item["text"])
    check_typed(item, text)
    html = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image").render(text)
    # The section has a heading of its own, of level 2.
    html = re.sub(r"(?<=<)(/?)h[12](?=>)", r"\1h3", html)
    return Markup(SLOT.sub(lambda match: str(live[int(match[1])]), html))


def figure(words: Words, figures: Mapping[str, Mapping[str, Any]], name: str) -> Markup:
    """A live figure as prose, with what it counts and its source numbers."""
    one = find(figures, name)
    corrected = Markup(" {}").format(words.corrected(one)) if one.get("corrected") else ""
    return Markup("{} {}{}{}").format(
        words.said(one, prose=True), words.what(one, one["indicator"]), corrected, words.cite(one["sources"])
    )


def find(figures: Mapping[str, Mapping[str, Any]], name: str) -> Mapping[str, Any]:
    """The only entry of that id or indicator."""
    if name in figures:
        return figures[name]
    found = [one for one in figures.values() if one["indicator"] == name]
    if len(found) == 1:
        return found[0]
    ids: Sequence[str] = [one["id"] for one in found]
    if found:
        raise RenderError(f"figure({name!r}) may be {len(ids)} figures", f"Name one of them: {', '.join(ids)}.")
    known = sorted({one["indicator"] for one in figures.values()})
    raise RenderError(f"figure({name!r}): this brief has no such figure", f"It has: {', '.join(known)}.")


def check_typed(item: Mapping[str, Any], text: str) -> None:
    """Raise RenderError for the first number that was typed by hand."""
    bare = SLOT.sub("", text)
    for number, line in enumerate(bare.splitlines(), 1):
        # "1." at the start of a line numbers a list.
        if typed := TYPED.search(re.sub(r"^\s*\d+[.)]\s", "", line)):
            raise at(
                item,
                number,
                f"{typed[0]} would go stale",
                'Write {{ figure("…") }} for a figure, {{ day("2020-02-10") }} for a date, {{ text("…") }} for a name.',
            )


def at(item: Mapping[str, Any], line: int, message: str, hint: str) -> RenderError:
    """An error that names file and line."""
    return RenderError(f"{item['path']}, line {line}: {message}", hint)
