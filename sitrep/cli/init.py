"""How does a situation begin, or a brand? The init command: folders with commented files, and what to do next."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from sitrep.cli.run import Run
from sitrep.errors import UsageError

app = typer.Typer()

NEW_SITUATION = Path(__file__).parent / "new"
"""What a new situation is a copy of."""

# The name becomes a folder, an address in a store and part of a Message-ID.
NAME = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")


@app.command()
def init(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(help="A short name, such as sudan-floods.")] = None,
    brand: Annotated[str | None, typer.Option(metavar="NAME", help="Start a brand of this name.")] = None,
) -> None:
    """Start a situation: its folder and a commented profile."""
    if name is None and brand is None:
        raise UsageError("init: no name", "Write such as: sitrep init sudan-floods, or sitrep init --brand our-office.")
    run: Run = ctx.obj
    if brand is not None:
        run.print(start_brand(run.project / "templates", brand))
    if name is not None:
        run.print(start_situation(run.project / "seeds", name))


def start_situation(seeds: Path, name: str) -> Iterator[str]:
    """Make the folder of a situation; gives what to do next."""
    folder = new_folder(seeds, name, "situation")
    (folder / "documents").mkdir()
    for file in sorted(NEW_SITUATION.iterdir()):
        text = file.read_text(encoding="utf-8").replace("{title}", titled(name))
        (folder / file.name).write_text(text, encoding="utf-8")
    yield f"{folder} is made. Next:"
    yield f"  1. Put source documents into {folder / 'documents'}."
    yield f"  2. Read through {folder / 'situation.toml'}: title, countries, indicators."
    yield f"  3. sitrep build {name}"


def start_brand(templates: Path, name: str) -> Iterator[str]:
    """Make the folder of a brand, with all that base says as examples; gives what to do next."""
    from sitrep.render.brand import BASE, SHIPPED

    base = (SHIPPED / BASE / "brand.toml").read_text(encoding="utf-8")
    examples = re.sub(r"^(?=\w+ = )", "# ", base.partition("\n\n")[2], flags=re.MULTILINE)
    folder = new_folder(templates, name, "brand")
    (folder / "brand.toml").write_text(
        f"# What differs from base. Take the # away from a line, and change what stands there.\n\n"
        f'name = "{titled(name)}"\n\n{examples}',
        encoding="utf-8",
    )
    yield f"{folder} is made. Next:"
    yield f"  1. Read through {folder / 'brand.toml'}: colours, contacts, disclaimer."
    yield f'  2. Write brand = "{name}" in the situation.toml of the situations that use it.'
    yield "  3. sitrep render SITUATION --output FOLDER"


def new_folder(parent: Path, name: str, what: str) -> Path:
    """Make the folder. Raises UsageError for a name that cannot be one or is taken."""
    if not NAME.fullmatch(name):
        raise UsageError(
            f'"{name}" cannot be the name of a {what}',
            "Write small letters a to z, digits and hyphens, such as sudan-floods.",
        )
    folder = parent / name
    if folder.exists():
        raise UsageError(f"{folder} is there already", "Choose another name, or work on with that one.")
    folder.mkdir(parents=True)
    return folder


def titled(name: str) -> str:
    """The name as a person would write it."""
    return name.replace("-", " ").capitalize()
