"""When an edition is due: once for each nominal period, whatever the clocks do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from sitrep.errors import ProfileError
from sitrep.model import Profile, Schedule
from sitrep.schedule import Due, Plan, due, plan_of, upcoming

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Beirut",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
)
AWKWARD = ("0 0", "30 0", "45 1", "0 2", "15 2", "30 2", "0 3", "59 23", "0 6")
"""Minute and hour: around every change of the clocks in these zones, and one that none touches."""

FIRST, LAST = date(2020, 1, 1), date(2030, 12, 31)


def plan(cron: str | None = "0 6 * * 1", zone: str = "Asia/Damascus", **fields: object) -> Plan:
    given = {name: fields.pop(name) for name in ("cadence_days", "since") if name in fields}
    schedule = Schedule(cron=cron, zone=zone, **fields)  # type: ignore[arg-type]
    made = plan_of(Profile(name="idlib", title="A", schedule=schedule, **given))  # type: ignore[arg-type]
    assert made is not None
    return made


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def first(cron: str, after: str, zone: str = "UTC") -> str:
    return next(upcoming(plan(cron, zone), moment(after))).period


def days(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=n) for n in range((end - start).days + 1))


# Cron


@pytest.mark.parametrize(
    ("cron", "after", "expected"),
    [
        ("0 6 * * 1", "2020-02-10T06:00", "2020-02-17T06:00"),
        ("0 6 * * 1", "2020-02-10T05:59", "2020-02-10T06:00"),
        ("0 6 * * MON-FRI", "2020-02-14T07:00", "2020-02-17T06:00"),
        ("0 6 * * 7", "2020-02-10T00:00", "2020-02-16T06:00"),
        ("0 6 * * 5-7", "2020-02-15T07:00", "2020-02-16T06:00"),
        ("*/20 6,18 * * *", "2020-02-10T06:20", "2020-02-10T06:40"),
        ("*/20 6,18 * * *", "2020-02-10T06:40", "2020-02-10T18:00"),
        ("0 6 29 2 *", "2020-03-01T00:00", "2024-02-29T06:00"),
        ("0 6 31 * *", "2020-03-31T07:00", "2020-05-31T06:00"),
        ("0 6 1 * 1", "2020-02-10T07:00", "2020-02-17T06:00"),
        ("0 6 1 * 1", "2020-02-24T07:00", "2020-03-01T06:00"),
        ("0 6 1 jan,jul *", "2020-02-24T07:00", "2020-07-01T06:00"),
        ("10-50/20 6 * * *", "2020-02-10T06:10", "2020-02-10T06:30"),
        ("5/25 6 * * *", "2020-02-10T06:05", "2020-02-10T06:30"),
    ],
)
def test_a_cron_expression_names_the_next_time(cron: str, after: str, expected: str) -> None:
    """Sunday is 0 and 7; where day and weekday are both given, either will do."""
    assert first(cron, after) == expected


@pytest.mark.parametrize(
    ("cron", "why"),
    [
        ("0 6 * *", "it has 4 fields, not 5"),
        ("60 6 * * *", "'60' is no minute from 0 to 59"),
        ("0 6 * * mo", "'mo' is no weekday"),
        ("0 6 0 * *", "'0' is no day from 1 to 31"),
        ("0 6 30 2 *", "there is no such day"),
        ("0 18-6 * * *", "'18-6' ends before it begins"),
        ("0 */0 * * *", "'*/0' is no hour"),
        ("0 -6 * * *", "'-6' is no hour"),
        ("0 6,, * * *", "'' is no hour"),
    ],
)
def test_a_wrong_cron_expression_is_named(cron: str, why: str) -> None:
    with pytest.raises(ProfileError, match=r"schedule\.cron") as raised:
        plan(cron)
    assert why in raised.value.message


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "CEST5"])
def test_a_wrong_zone_is_named(zone: str) -> None:
    with pytest.raises(ProfileError, match=r"schedule\.zone"):
        plan("0 6 * * *", zone)


def test_a_cadence_counts_from_the_first_day() -> None:
    """Every tenth day at six, in the zone."""
    made = plan(None, "Asia/Kathmandu", cadence_days=10, since=date(2020, 2, 20))
    found = upcoming(made, moment("2020-02-20T12:00"))
    assert [next(found).period for _ in range(2)] == ["2020-03-01T06:00", "2020-03-11T06:00"]


def test_nothing_is_due_without_a_schedule() -> None:
    assert plan_of(Profile(name="idlib", title="A")) is None
    assert plan_of(Profile(name="idlib", title="A", schedule=Schedule(zone="UTC", on_change=True))) is None


# The clocks change


@pytest.mark.parametrize(
    ("zone", "clock", "day", "expected"),
    [
        ("Europe/Berlin", "30 2", "2021-03-28", "2021-03-28T01:00"),  # 03:00 there, the first moment after the gap
        ("Europe/Berlin", "30 2", "2021-10-31", "2021-10-31T00:30"),  # the first of two 02:30
        ("Asia/Beirut", "0 0", "2022-03-27", "2022-03-26T22:00"),  # midnight itself is jumped over
        ("Africa/Cairo", "30 0", "2024-04-26", "2024-04-25T22:00"),
        ("Australia/Lord_Howe", "15 2", "2021-10-03", "2021-10-02T15:30"),  # half an hour is jumped over
        ("Australia/Lord_Howe", "45 1", "2021-04-04", "2021-04-03T14:45"),
        ("America/New_York", "30 1", "2021-11-07", "2021-11-07T05:30"),
        ("Asia/Kathmandu", "0 0", "2021-03-28", "2021-03-27T18:15"),
        ("Pacific/Apia", "0 6", "2011-12-30", "2011-12-30T10:00"),  # the whole day is jumped over
    ],
)
def test_the_moment_of_a_period_where_the_clocks_change(zone: str, clock: str, day: str, expected: str) -> None:
    """In a gap the first moment after it; where an hour comes twice, the first one."""
    after = datetime.fromisoformat(day).replace(tzinfo=UTC) - timedelta(days=2)
    found = next(one for one in upcoming(plan(f"{clock} * * *", zone), after) if one.period.startswith(day))
    assert found.at == moment(expected)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("clock", AWKWARD)
def test_every_day_of_ten_years_comes_once(zone: str, clock: str) -> None:
    """None skipped, none doubled, in order, and at the named time unless the clocks jump over it."""
    made = plan(f"{clock} * * *", zone)
    start = moment(f"{FIRST}T00:00") - timedelta(days=2)
    found: list[Due] = []
    for one in upcoming(made, start):
        if one.period[:10] > LAST.isoformat():
            break
        found.append(one)
    wanted = list(days(FIRST, LAST))
    inside = [one for one in found if one.period[:10] >= FIRST.isoformat()]
    assert [one.period[:10] for one in inside] == [day.isoformat() for day in wanted]
    assert all(one.at < next.at for one, next in pairwise(inside))
    there = [one.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat(timespec="minutes") for one in inside]
    jumped = [(one.period, clock) for one, clock in zip(inside, there, strict=True) if one.period != clock]
    assert all(period < clock and period[:10] == clock[:10] for period, clock in jumped)
    assert len(jumped) <= len(wanted) / 365 + 1, "at most one gap a year"


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("clock", ["0 0", "30 1", "15 2", "30 2"])
def test_a_run_every_half_hour_makes_each_edition_once(zone: str, clock: str) -> None:
    """A simulated clock over three days around each change: what a timer that fires all the time would make."""
    made = plan(f"{clock} * * *", zone)
    for change in changes(ZoneInfo(zone)):
        periods = [
            found.period
            for n in range(-72, 73)
            if (found := due(made, change + n * timedelta(minutes=30))) and not found.is_missed
        ]
        once = sorted(set(periods))
        assert periods == sorted(periods), "it never goes back"
        dates = [date.fromisoformat(period[:10]) for period in once]
        assert dates == list(days(dates[0], dates[-1]))


@cache
def changes(zone: ZoneInfo) -> list[datetime]:
    """Within an hour, when the clocks of a zone change from 2020 to 2030."""
    hours = (moment("2020-01-01T00:00") + timedelta(hours=n) for n in range(24 * 365 * 11))
    offset, found = None, []
    for hour in hours:
        if (new := hour.astimezone(zone).utcoffset()) != offset:
            found.append(hour)
            offset = new
    return found[1:]


# What is made now


def test_only_the_latest_missed_edition_is_caught_up_with() -> None:
    made = plan("0 6 * * *", "UTC")
    found = due(made, moment("2020-02-10T09:00"))
    assert found == Due("2020-02-10T06:00", moment("2020-02-10T06:00"))


def test_what_is_too_late_is_missed() -> None:
    """A week's edition, a day and a minute after it was due."""
    made = plan("0 6 * * 1", "UTC", max_lateness_h=24)
    late = due(made, moment("2020-02-11T06:00"))
    later = due(made, moment("2020-02-11T06:01"))
    assert late and not late.is_missed and later and later.is_missed
    assert late.period == later.period == "2020-02-10T06:00"


def test_a_day_that_is_held_is_left_out() -> None:
    made = plan("0 6 * * *", "UTC", hold=(date(2020, 12, 25),))
    found = due(made, moment("2020-12-25T12:00"))
    assert found and found.period == "2020-12-24T06:00" and found.is_missed


def test_a_clock_that_goes_back_names_the_same_period_again() -> None:
    """The store knows it already: no second run."""
    made = plan("0 6 * * *", "Europe/Berlin")
    periods = [due(made, moment(text)) for text in ("2020-02-10T05:01", "2020-02-10T04:59", "2020-02-09T05:01")]
    assert [one and one.period for one in periods] == ["2020-02-10T06:00", "2020-02-09T06:00", "2020-02-09T06:00"]
