"""What a person writes in situation.toml, and what a wrong line is answered with."""

from datetime import date
from pathlib import Path

import pytest

from sitrep.errors import ProfileError
from sitrep.model import Profile, Rate
from sitrep.profile import KEYS, load_profile


def load(folder: Path, text: str) -> Profile:
    (folder / "situation.toml").write_text(text, encoding="utf-8")
    return load_profile(folder)


def test_a_profile_says_what_a_person_decided(tmp_path: Path) -> None:
    """Every value arrives with its type; the situation is named after its folder."""
    profile = load(
        tmp_path,
        """
        title = "North-west Syria"
        countries = ["SYR", "TUR"]
        indicators = ["displaced", "deaths"]
        cadence = 7
        household_size = 5.2
        since = 2019-12-01
        source_ranks = { OCHA = 1 }
        rates = { EUR = { to = "USD", rate = 1.09, on = 2020-02-10 } }
        schedule = { cron = "0 6 * * 1", zone = "Asia/Damascus" }
        """,
    )
    assert (profile.name, profile.title, profile.cadence_days) == (tmp_path.name, "North-west Syria", 7)
    assert profile.countries == ("SYR", "TUR")
    assert profile.since == date(2019, 12, 1)
    assert profile.rates == {"EUR": Rate(to="USD", rate=1.09, on=date(2020, 2, 10))}
    assert profile.schedule is not None and profile.schedule.zone == "Asia/Damascus"
    assert (profile.languages, profile.brand, profile.audience) == (("en",), "base", "partners")


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ('cadence = "weekly-ish"', 'cadence: "weekly-ish" is not a number of days', "cadence = 7"),
        ("cadence = 0", "cadence: 0 is not a number of days", "cadence = 7"),
        ("cadence = true", "cadence: True is not a number of days", "cadence = 7"),
        ("household_size = -1", "household_size: -1 is not a number of persons", "household_size = 5.2"),
        ('since = "yesterday"', 'since: "yesterday" is not a date', "since = 2019-12-01"),
        ('countries = ["Syria"]', "countries: ['Syria'] is not a list of ISO 3166-1 alpha-3 codes", "SYR"),
        ('audience = "all"', 'audience: "all" is not public, partners or internal', 'audience = "partners"'),
        ("languages = []", "languages: [] is not a list of languages", 'languages = ["en"]'),
        ('indicaters = ["deaths"]', "indicaters: unknown key", 'Did you mean "indicators"?'),
        ('indicators = ["displacd"]', "indicators: 'displacd' is not known", 'Did you mean "displaced"?'),
        ('languages = ["tlh"]', "languages: 'tlh' is not known", "Known: "),
        ('schedule = { corn = "0 6 * * 1" }', "schedule.corn: unknown key", 'Did you mean "cron"?'),
        ('schedule = { cron = "0 6 * * 1" }', "schedule.zone: missing", "zone ="),
        ('rates = { EUR = { to = "USD" } }', "rates: {'EUR': {'to': 'USD'}} is not a table of dated rates", "on ="),
        ("rates = { EUR = { rat = 1.09 } }", "rates.EUR.rat: unknown key", 'Did you mean "rate"?'),
        ("title = 7", "title: 7 is not a title", "North-west Syria"),
    ],
)
def test_a_wrong_value_is_named_with_its_key_and_what_to_write(
    tmp_path: Path, line: str, message: str, hint: str
) -> None:
    """The message names the file, the key and the value found; the hint shows what works."""
    with pytest.raises(ProfileError) as raised:
        load(tmp_path, line if line.startswith("title") else f'title = "A"\n{line}')
    assert raised.value.message.startswith(f"{tmp_path / 'situation.toml'}: {message}")
    assert hint in raised.value.hint
    assert raised.value.exit_code == 4


def test_a_syntax_error_names_its_line(tmp_path: Path) -> None:
    """A broken line is found by its number."""
    with pytest.raises(ProfileError, match="line 2"):
        load(tmp_path, 'title = "A"\nplaces = [Idlib]\n')


def test_a_missing_title_and_a_missing_file_say_what_to_do(tmp_path: Path) -> None:
    """Nothing is made up for what must be there."""
    with pytest.raises(ProfileError, match="sitrep init"):
        load_profile(tmp_path)
    with pytest.raises(ProfileError, match="title: missing"):
        load(tmp_path, "")


@pytest.mark.parametrize("name", KEYS)
def test_the_example_of_every_key_works(tmp_path: Path, name: str) -> None:
    """What a hint tells people to write is right."""
    title = "" if name == "title" else 'title = "A"\n'
    assert load(tmp_path, title + KEYS[name].example)
