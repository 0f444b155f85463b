"""What does a person decide? Figures and disputes with their evidence; a word on each; what editions say differently."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sitrep.cli.run import Run, bold, plain
from sitrep.cli.sorts import Lang, Shown, Situation, TableOrJson
from sitrep.errors import UsageError

if TYPE_CHECKING:
    from sitrep.model import Claim, DatedDeadline, Decision, Document, Figure, KeyFigure
    from sitrep.model import Situation as KnownSituation

app = typer.Typer()
