"""How much of the annotated documents do the rules find? Prints the figures beside what we want to reach.

python tests/benchmarks/score.py [--verbose] [--halves] [--lang en]. The documents and their scorer lie beside the
repository, in ../shared/gold, and its folder more/; where they are missing there is nothing to score. --halves scores
every second document on its own: the gap between the two halves says how far rules fit only the sentences they were
written for.
"""

import argparse
import importlib.util
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parent.parent.parent
GOLD = ROOT.parent / "shared" / "gold"

sys.path.insert(0, str(ROOT))

from sitrep.extract import extract_text  # noqa: E402
from sitrep.languages import available  # noqa: E402
from sitrep.units import unit_name  # noqa: E402

COLUMNS = ("detection", "+unit+indicator", "place", "when", "source", "measure", "traps %", "deadlines")
_LATIN = (0.94, 0.80, 0.70, 0.65, 0.75, 0.85, 8, None)
REACH: Mapping[str, tuple[float | None, ...]] = {
    "en": (0.97, 0.87, 0.80, 0.75, 0.85, 0.90, 5, 0.90),
    "fr": _LATIN,
    "es": _LATIN,
    "ar": (0.90, 0.68, 0.60, 0.55, 0.65, 0.80, 10, None),
}


def main() -> None:
    """Score the open documents by language, then the folder of deadlines."""
    asked = argparse.ArgumentParser(description="How much of the annotated documents do the rules find?")
    asked.add_argument("--verbose", action="store_true", help="list what was missed, extra and wrong")
    asked.add_argument("--halves", action="store_true", help="score every second document on its own as well")
    asked.add_argument("--lang", default="", help="only the documents of one language")
    asked.add_argument("folder", nargs="?", type=Path, default=GOLD)
    given = asked.parse_args()
    if not (GOLD / "score.py").is_file() or not given.folder.exists():
        print(f"no annotated documents in {GOLD}: nothing to score")
        return
    scorer = load(GOLD / "score.py")
    for folder in (given.folder, given.folder / "more"):
        loaded = scorer.load_gold([str(folder)])
        if documents := [document for document in loaded if given.lang in ("", document["lang"])]:
            show(scorer, folder.name, documents, given.verbose, given.halves)


def load(path: Path) -> ModuleType:
    """A Python file outside any package, as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def show(
    scorer: ModuleType, name: str, documents: list[dict[str, Any]], verbose: bool = False, halves: bool = False
) -> None:
    """Print one line of figures and one of what to reach, for each language."""
    print(f"\n{name:<14}" + "".join(f"{column:>16}" for column in COLUMNS))
    errors: list[tuple[object, ...]] = []
    for lang in sorted({document["lang"] for document in documents}, key=list(REACH).index):
        of_lang = [document for document in documents if document["lang"] == lang]
        if lang not in available():
            print(f"{lang}, {len(of_lang)} texts: there are no rules for this language yet")
            continue
        row(f"{lang}, {len(of_lang)} texts", values(tally(scorer, of_lang, errors)))
        if halves and len(of_lang) > 1:
            row("  odd half", values(tally(scorer, of_lang[::2], [])))
            row("  even half", values(tally(scorer, of_lang[1::2], [])))
        row("  reach", REACH[lang])
    if verbose:
        for error in errors:
            print("   ", *error, sep=" | ")


def tally(scorer: ModuleType, documents: Iterable[dict[str, Any]], errors: list[tuple[object, ...]]) -> Any:
    """What the scorer counts over some documents."""
    total = scorer.Tally()
    for document in documents:
        total.add(scorer.score_document(document, extracted(document["text"], document.get("published")), errors))
    return total


def extracted(text: str, published: str | None) -> dict[str, list[dict[str, Any]]]:
    """The reading of a text in the form that the scorer reads. The language is told from the text."""
    reading = extract_text(text, published=date.fromisoformat(published) if published else None)
    figures = [
        {
            "start": figure.span.start,
            "end": figure.span.end,
            "value": figure.value.magnitude,
            "high": None if figure.high is None else figure.high.magnitude,
            "unit": unit_name(figure.value),
            "qualifier": figure.qualifier,
            "indicator": figure.indicator,
            "measure": figure.measure,
            "subject": figure.subject,
            "place": figure.place and figure.place.name,
            "when": figure.when and str(figure.when),
            "source": figure.source,
        }
        for figure in reading.figures
    ]
    deadlines = [
        {"start": due.span.start, "end": due.span.end, "date": due.date} for due in reading.deadlines if due.date
    ]
    return {"figures": figures, "deadlines": deadlines}


def values(total: Any) -> tuple[float | None, ...]:
    """A tally as the columns of the table; None where there is nothing to count."""

    def share(name: str) -> float | None:
        right, of = total.attr.get(name, (0, 0))
        return right / of if of else None

    return (
        total.prf()[2] if total.gold else None,
        total.prf(total.typed)[2] if total.gold else None,
        *(share(name) for name in ("place", "when", "source", "measure")),
        100 * total.traps / total.not_figures if total.not_figures else None,
        total.deadline_prf()[2] if total.dl[1] or total.dl[2] else None,
    )


def row(name: str, figures: tuple[float | None, ...]) -> None:
    """Print one line of the table."""
    cells = ("–" if value is None else f"{value:.1f}" if k == 6 else f"{value:.3f}" for k, value in enumerate(figures))
    print(f"{name:<14}" + "".join(f"{cell:>16}" for cell in cells))


if __name__ == "__main__":
    main()
