"""What has a person decided about a situation? seeds/<situation>/situation.toml → Profile.

Every key is checked on its own, so that a message names the file, the key, the value found and what to write instead.
"""

import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from sitrep.errors import ProfileError
from sitrep.model import Mail, Narrative, Profile, Rate, Schedule
from sitrep.reference import indicators, read_toml

__all__ = ["FILE", "KEYS", "load_profile"]

FILE = "situation.toml"

LANGUAGES = Path(__file__).parent / "languages"

Positive = Annotated[float, msgspec.Meta(gt=0)]
WholeDays = Annotated[int, msgspec.Meta(ge=1)]
Text = Annotated[str, msgspec.Meta(min_length=1)]
Country = Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]
Currency = Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]


class Key(Struct, frozen=True):
    """One key of situation.toml."""

    type: Any
    """What msgspec checks the value against."""
    is_a: str
    """Ends the sentence "… is not"."""
    example: str
    """A line that works."""
    field: str = ""
    """The Profile's name for it, where it differs."""


KEYS: Mapping[str, Key] = {
    "title": Key(Text, "a title", 'title = "North-west Syria"'),
    "titles": Key(dict[str, Text], "a table of titles by language", 'titles = { fr = "Nord-ouest de la Syrie" }'),
    "kind": Key(Text, "the name of a kind of brief", 'kind = "Situation brief"'),
    "countries": Key(tuple[Country, ...], "a list of ISO 3166-1 alpha-3 codes", 'countries = ["SYR", "TUR"]'),
    "places": Key(tuple[Text, ...], "a list of places", 'places = ["Idlib"]'),
    "languages": Key(
        Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)], "a list of languages", 'languages = ["en"]'
    ),
    "brand": Key(Text, "the name of a brand", 'brand = "base"'),
    "indicators": Key(tuple[Text, ...], "a list of indicators", 'indicators = ["displaced", "deaths"]'),
    "since": Key(date, "a date", "since = 2019-12-01"),
    "as_of": Key(date, "a date", "as_of = 2020-02-10"),
    "cadence": Key(WholeDays, "a number of days", "cadence = 7", "cadence_days"),
    "household_size": Key(Positive, "a number of persons per household", "household_size = 5.2"),
    "household_size_source": Key(Text, "the source of the household size", 'household_size_source = "Census 2015"'),
    "audience": Key(Literal["public", "partners", "internal"], "public, partners or internal", 'audience = "partners"'),
    "number_style": Key(Literal["ocha", "idmc", "asis"], "ocha, idmc or asis", 'number_style = "ocha"'),
    "sources": Key(tuple[Text, ...], "a list of files, folders or addresses", 'sources = ["documents/**"]'),
    "source_ranks": Key(dict[str, WholeDays], "a table of ranks, 1 the best", "source_ranks = { OCHA = 1 }"),
    "rates": Key(
        dict[Currency, Rate],
        "a table of dated rates",
        'rates = { EUR = { to = "USD", rate = 1.09, on = 2020-02-10, source = "ECB" } }',
    ),
    "contacts": Key(tuple[Text, ...], "a list of contacts", 'contacts = ["desk@example.org"]'),
    "schedule": Key(Schedule, "a schedule", 'schedule = { cron = "0 6 * * 1", zone = "Asia/Damascus" }'),
    "mail": Key(Mail, "a table of how mail is sent", 'mail = { sender = "desk@example.org" }'),
    "approval": Key(Literal["auto", "manual"], "auto or manual", 'approval = "manual"'),
}


def load_profile(folder: Path) -> Profile:
    """The Profile of seeds/<situation>. Raises ProfileError where a key is unknown or its value wrong."""
    path = folder / FILE
    raw = _read(path)
    _check_names(path, raw)
    values = {KEYS[name].field or name: _value(path, name, value) for name, value in raw.items()}
    if values.get("schedule") and not values["schedule"].zone:
        raise ProfileError("schedule.zone: missing", f"Write such as {KEYS['schedule'].example}.", path=path)
    profile = Profile(name=folder.resolve().name, narratives=_narratives(folder), **values)
    _check_known(path, "indicators", profile.indicators, indicators())
    _check_known(path, "languages", profile.languages, [file.stem for file in LANGUAGES.glob("*.toml")])
    return profile


def _narratives(folder: Path) -> tuple[Narrative, ...]:
    """What a person wrote: sections/overview.md, and sections/overview.fr.md for the French brief."""
    written = []
    for path in sorted(folder.glob("sections/*.md")):
        lang = path.suffixes[0][1:] if len(path.suffixes) > 1 else ""
        written.append(Narrative(path=path.relative_to(folder).as_posix(), text=_text(path), lang=lang))
    return tuple(written)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"cannot be read: {error}", "Save it as UTF-8 text that you may read.", path=path) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return read_toml(path)
    except FileNotFoundError:
        raise ProfileError("no such file", f"Make one with: sitrep init {path.parent.name}", path=path) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"cannot be read: {error}", "Save it as UTF-8 text that you may read.", path=path) from error


def _check_names(path: Path, raw: Mapping[str, Any]) -> None:
    _check_keys(path, "", raw, KEYS)
    _check_keys(path, "schedule.", raw.get("schedule"), [field.name for field in fields(Schedule)])
    _check_keys(path, "mail.", raw.get("mail"), [field.name for field in fields(Mail)])
    for currency, rate in raw["rates"].items() if isinstance(raw.get("rates"), dict) else ():
        _check_keys(path, f"rates.{currency}.", rate, [field.name for field in fields(Rate)])
    if "title" not in raw:
        raise ProfileError("title: missing", f"Write such as {KEYS['title'].example}.", path=path)


def _check_keys(path: Path, table: str, raw: Any, known: Iterable[str]) -> None:
    """`table` is the dotted way to `raw`, which is checked as a value later where it is no table."""
    for name, value in raw.items() if isinstance(raw, dict) else ():
        if name not in known:
            raise ProfileError(
                f"{table}{name}: unknown key (its value is {_shown(value)})", _did_you_mean(name, known), path=path
            )


def _value(path: Path, name: str, value: Any) -> Any:
    key = KEYS[name]
    try:
        return msgspec.convert(value, key.type)
    except msgspec.ValidationError as error:
        inside = f" ({error})" if isinstance(value, dict | list) else ""
        raise ProfileError(
            f"{name}: {_shown(value)} is not {key.is_a}{inside}", f"Write such as {key.example}.", path=path
        ) from error


def _check_known(path: Path, name: str, found: Iterable[str], known: Iterable[str]) -> None:
    known = list(known)
    for value in found:
        if value not in known:
            raise ProfileError(f"{name}: {value!r} is not known", _did_you_mean(value, known), path=path)


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    known = sorted(known)
    near = difflib.get_close_matches(name, known, n=1)
    return f'Did you mean "{near[0]}"?' if near else f"Known: {', '.join(known)}."


def _shown(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
