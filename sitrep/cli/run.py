"""How does one run talk to the user? What is asked of every command, and what each one tells.

Whatever is told passes through plain(), so that nothing from a document can steer a terminal.
"""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sitrep.errors import SitrepError, StrictProblems, UsageError

if TYPE_CHECKING:
    from sitrep.model import Document, Problem
    from sitrep.store import Store

Step = Callable[[int, int, str], None]
"""Called with how many are done, how many there are, and the name of the next."""

# C0 and C1 controls steer a terminal; bidirectional controls reorder what stands around them (Trojan Source,
# CVE-2021-42574); line and paragraph separators break a row; lone surrogates come from file names.
# Joiners stay: Persian and Hindi words need them.
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")

CLEAR_LINE = "\r\x1b[K"
BAR_WIDTH = 24


def plain(text: object) -> str:
    """The text with every run of white space as one blank, and each control character as "�"."""
    return CONTROL.sub("�", " ".join(str(text).split()))


def lines_of(error: SitrepError) -> Iterator[str]:
    """An error's message and hint."""
    yield f"sitrep: {plain(error.message)}"
    if error.hint:
        yield f"  {plain(error.hint)}"


def tell(error: SitrepError) -> None:
    """An error's message and hint, on stderr."""
    for line in lines_of(error):
        print(line, file=sys.stderr)


@dataclass(kw_only=True)
class Run:
    """What the user asks of any command, and what went wrong so far."""

    project: Path
    strict: bool = False
    quiet: bool = False
    verbose: bool = False
    problems: int = 0
    failures: list[SitrepError] = field(default_factory=list)
    hints: set[str] = field(default_factory=set)
    """Those that were given: once is enough."""

    def folders(self, names: Iterable[str] | None) -> list[Path]:
        """The folders of the named situations; of all of them where none is named."""
        if names:
            return [self.project / "seeds" / name for name in names]
        found = sorted(file.parent for file in self.project.glob("seeds/*/situation.toml"))
        if not found:
            raise UsageError(
                f"there is no situation here: no {self.project / 'seeds' / '*' / 'situation.toml'}",
                "Start one with: sitrep init NAME. Or name the folder that holds seeds/ with --project DIR.",
            )
        return found

    def brand_folders(self) -> tuple[Path, ...]:
        """Where the project's own brands lie."""
        return (self.project / "templates",) if (self.project / "templates").is_dir() else ()

    def store_file(self) -> Path | None:
        """The SQLite file that holds the store; None where SITREP_STORE names a database by its address."""
        where = os.environ.get("SITREP_STORE")
        if where and "://" in where:
            return None
        return Path(where) if where else self.project / "reports" / "sitrep.sqlite"

    def store(self) -> "Store":
        """The store that SITREP_STORE names, else the project's own."""
        from sitrep.store import Store

        return Store(self.store_file() or os.environ["SITREP_STORE"], reports=self.project / "reports")

    def print(self, lines: Iterable[str]) -> None:
        """Results, on stdout."""
        for line in lines:
            self.clear_bar()
            print(line)

    def note(self, line: str) -> None:
        """A line on stderr."""
        self.clear_bar()
        print(line, file=sys.stderr)

    def say(self, message: str) -> None:
        """What is being done, for those who want to know."""
        if self.verbose:
            self.note(plain(message))

    def warn(self, problems: Iterable["Problem"], documents: Iterable["Document"] = ()) -> None:
        """Problems, each with the document it is about; counted for --strict."""
        paths = {document.id: document.path for document in documents}
        for problem in problems:
            self.problems += 1
            if self.quiet:
                continue
            self.note(f"{problem.level}: {plain(place_of(problem, paths) + problem.message)}")
            if problem.hint and problem.hint not in self.hints:
                self.hints.add(problem.hint)
                self.note(f"  {plain(problem.hint)}")

    def fail(self, error: SitrepError) -> None:
        """One of several things failed; the others go on, and the first failure gives the exit code."""
        for line in lines_of(error):
            self.note(line)
        self.failures.append(error)

    def finish(self) -> None:
        """End with the right exit code."""
        if self.failures:
            sys.exit(self.failures[0].exit_code)
        if self.strict and self.problems:
            number = "1 problem" if self.problems == 1 else f"{self.problems} problems"
            raise StrictProblems(f"done, with {number}", "Mend what is wrong, or leave out --strict.")

    @contextmanager
    def progress(self) -> Iterator[Step]:
        """A bar on a terminal, nothing in a pipe."""

        def step(done: int, total: int, name: str) -> None:
            filled = "━" * (BAR_WIDTH * done // max(total, 1))
            bar = f"{filled:╌<{BAR_WIDTH}} {done}/{total} {plain(name)}"
            print(f"{CLEAR_LINE}{bar[: shutil.get_terminal_size().columns - 1]}", end="", file=sys.stderr, flush=True)

        def no_step(done: int, total: int, name: str) -> None: ...

        try:
            yield step if self.shows_progress() else no_step
        finally:
            self.clear_bar()

    def clear_bar(self) -> None:
        """Make room for a line where the bar is."""
        if self.shows_progress():
            print(CLEAR_LINE, end="", file=sys.stderr, flush=True)

    def shows_progress(self) -> bool:
        """Whether stderr is a terminal that the user wants a bar on."""
        return sys.stderr.isatty() and not self.quiet and os.environ.get("TERM") != "dumb"


def place_of(problem: "Problem", paths: Mapping[str, str]) -> str:
    """Such as "documents/note.txt:118: ", with the character where it begins; "" where no document is known."""
    about = problem.document or ""
    path = paths.get(about, "" if re.fullmatch("[0-9a-f]{64}", about) else about)
    if not path:
        return ""
    return f"{path}:{problem.span.start}: " if problem.span else f"{path}: "


def width() -> int | None:
    """Columns of the terminal that stdout is, None where it is a pipe or file: there nothing is cut."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def bold(text: str) -> str:
    """The text in bold on a terminal that shows it (no-color.org)."""
    shown = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return f"\x1b[1m{text}\x1b[0m" if shown else text
