"""What does the user type, and what is the user told? Groups of commands, in the order of the line.

cli/ alone prints, reads the clock and knows exit codes. Results go to stdout, progress and problems to stderr.
Everything heavy is imported by the command that uses it, so that --help answers at once.

A new group of commands is a file with an `app` of its own, and one line here.
"""

import itertools
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from sitrep import __version__
from sitrep.cli import approve, build, correct, deliver, deliveries, diff, init, keep, line, review, schedule
from sitrep.cli.run import Run, tell
from sitrep.errors import SitrepError, UsageError

app = typer.Typer(
    help="Humanitarian situation reports from documents, every figure with its source.",
    epilog="--project, --strict, --quiet and --verbose may also stand after the command.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(init.app)
app.add_typer(line.app)
app.add_typer(build.app)
app.add_typer(correct.app)
app.add_typer(review.app)
app.add_typer(diff.app)
app.add_typer(approve.app)
app.add_typer(deliver.app)
app.add_typer(deliveries.app)
app.add_typer(schedule.app)
app.add_typer(keep.app)


def main() -> NoReturn:
    """Run the command line; the one place where an error becomes a message and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app(args=with_common_options_first(sys.argv[1:]), prog_name="sitrep")
    except SitrepError as error:
        tell(error)
        sys.exit(error.exit_code)
    sys.exit(0)


def with_common_options_first(args: Sequence[str]) -> list[str]:
    """The options of every command before the command, where the parser looks for them."""
    first: list[str] = []
    rest: list[str] = []
    words = iter(args)
    for word in words:
        if word == "--":
            rest += (word, *words)
        elif word in ("--strict", "--quiet", "-q", "--verbose", "-v") or word.startswith("--project="):
            first.append(word)
        elif word == "--project":
            first += (word, *itertools.islice(words, 1))
        else:
            rest.append(word)
    return first + rest


def print_version(asked: bool) -> None:
    """Answer --version."""
    if asked:
        print(f"sitrep {__version__}")
        raise typer.Exit


@app.callback()
def common(
    ctx: typer.Context,
    project: Annotated[Path, typer.Option(metavar="DIR", help="The folder that holds seeds/ and reports/.")] = Path(),
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 7 where there were problems.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only errors on stderr.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say what is done, on stderr.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Keep what is asked of any command."""
    if not project.is_dir():
        raise UsageError(f"--project: {project} is no folder", "Give the folder that holds seeds/ and reports/.")
    ctx.obj = Run(project=project, strict=strict, quiet=quiet, verbose=verbose)
