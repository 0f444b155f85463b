"""When is an edition due? A cron expression or cadence in a time zone → nominal periods, and the moment of each.

A nominal period is the wall clock time that the schedule names, such as 2020-03-29T02:30; an edition is made once for
each. Where clocks jump over it, its moment is the first one after; where they pass it twice, the first one. No clock
and no sleeping here: `now` is an argument. Cron fields as in POSIX crontab, with steps and names: Sunday is 0 or 7.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sitrep.errors import ProfileError
from sitrep.model import Profile

__all__ = ["Due", "Plan", "due", "latest", "plan_of", "upcoming"]

MONTHS = ("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
FIELDS: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day", 1, 31, ()),
    ("month", 1, 12, MONTHS),
    ("weekday", 0, 7, WEEKDAYS),
)
PART = re.compile(r"(?:\*|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>[1-9]\d*))?")

EVERY_DAY = frozenset(range(1, 32))
EVERY_WEEKDAY = frozenset(range(7))

CADENCE_AT = time(6)
"""When an edition with a cadence in days is due."""

CADENCE_FROM = date(2000, 1, 3)
"""A Monday: what a cadence counts from where the profile does not say since when."""

# 29 February is eight years from the next one around 1900 and 2100; what does not come by then never comes.
FAR = timedelta(days=8 * 366)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


class Due(NamedTuple):
    """One edition that the schedule asks for."""

    period: str
    """The nominal period: wall clock time as the schedule names it, ISO 8601."""
    at: datetime
    """The moment when it is due, UTC."""
    is_missed: bool = False
    """Whether it is too late for it."""


class Plan(NamedTuple):
    """A schedule, read and checked."""

    times: tuple[time, ...]
    """Of a day on which it is due, in order."""
    zone: ZoneInfo
    hold: frozenset[date]
    late: timedelta
    months: frozenset[int] = frozenset(range(1, 13))
    days: frozenset[int] = EVERY_DAY
    weekdays: frozenset[int] = EVERY_WEEKDAY
    """Sunday is 0."""
    every: int = 1
    """Days from one to the next, counted from `since`."""
    since: date = CADENCE_FROM

    def names(self, day: date) -> bool:
        """Whether it is due on a day. As cron has it, day and weekday are alternatives where both are given."""
        by_day, by_weekday = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        is_either = self.days != EVERY_DAY and self.weekdays != EVERY_WEEKDAY
        is_named = (by_day or by_weekday) if is_either else (by_day and by_weekday)
        is_counted = (day - self.since).days % self.every == 0
        return is_named and is_counted and day.month in self.months and day not in self.hold


def plan_of(profile: Profile) -> Plan | None:
    """The profile's schedule; None where it has none. Raises ProfileError where it cannot be one."""
    schedule = profile.schedule
    if schedule is None or (schedule.cron is None and profile.cadence_days is None):
        return None
    zone, hold, late = zone_of(schedule.zone), frozenset(schedule.hold), timedelta(hours=schedule.max_lateness_h)
    if schedule.cron is None:
        assert profile.cadence_days is not None
        since = profile.since or CADENCE_FROM
        return Plan((CADENCE_AT,), zone, hold, late, every=profile.cadence_days, since=since)
    words = schedule.cron.lower().split()
    if len(words) != len(FIELDS):
        raise wrong(schedule.cron, f"it has {len(words)} fields, not 5")
    fields = [numbers(word, *field, cron=schedule.cron) for word, field in zip(words, FIELDS, strict=True)]
    minutes, hours, days, months, weekdays = fields
    times = tuple(time(hour, minute) for hour in sorted(hours) for minute in sorted(minutes))
    plan = Plan(times, zone, hold, late, months, days, frozenset(day % 7 for day in weekdays))
    if next(upcoming(plan, datetime(2000, 1, 1, tzinfo=UTC)), None) is None:
        raise wrong(schedule.cron, "there is no such day")
    return plan


def zone_of(name: str) -> ZoneInfo:
    """The time zone. Raises ProfileError where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ProfileError(
            f'schedule.zone: "{name}" is no IANA time zone', 'Write such as zone = "Asia/Damascus".'
        ) from error


def numbers(word: str, field: str, low: int, high: int, names: tuple[str, ...], *, cron: str) -> frozenset[int]:
    """The numbers that one field of a cron expression stands for."""

    def number(name: str) -> int:
        value = names.index(name) if name in names else int(name) if name.isdecimal() else -1
        if not low <= value <= high:
            raise wrong(cron, f"{name!r} is no {field} from {low} to {high}")
        return value

    found: set[int] = set()
    for part in word.split(","):
        match = PART.fullmatch(part)
        if match is None:
            raise wrong(cron, f"{part!r} is no {field}")
        first = number(match["first"]) if match["first"] else low
        last = number(match["last"]) if match["last"] else first if match["first"] and not match["step"] else high
        if last < first:
            raise wrong(cron, f"{part!r} ends before it begins")
        found |= set(range(first, last + 1, int(match["step"] or 1)))
    return frozenset(found)


def wrong(cron: str, why: str) -> ProfileError:
    """The error for a cron expression that cannot be one."""
    return ProfileError(
        f'schedule.cron: "{cron}": {why}',
        'Write minute, hour, day, month, weekday: cron = "0 6 * * 1" is Monday at six.',
    )


def due(plan: Plan, now: datetime) -> Due | None:
    """The latest edition that should be there by now; only that one is caught up with. None before the first."""
    found = latest(plan, now)
    return found and found._replace(is_missed=now - found.at > plan.late)


def latest(plan: Plan, now: datetime) -> Due | None:
    """The last one whose moment is not after `now`."""
    today = now.astimezone(plan.zone).date() + DAY  # clocks may jump over midnight, and dates with them
    for back in range(FAR.days):
        day = today - back * DAY
        for clock in reversed(plan.times) if plan.names(day) else ():
            if (found := on(plan, day, clock)).at <= now:
                return found
    return None


def upcoming(plan: Plan, after: datetime) -> Iterator[Due]:
    """Those whose moment is after `after`, in order."""
    day = last = after.astimezone(plan.zone).date() - DAY
    while day - last < FAR:
        for clock in plan.times if plan.names(day) else ():
            if (found := on(plan, day, clock)).at > after:
                last = day
                yield found
        day += DAY


def on(plan: Plan, day: date, clock: time) -> Due:
    """The nominal period of a day and wall clock time, and its moment."""
    nominal = datetime.combine(day, clock)
    return Due(nominal.isoformat(timespec="minutes"), moment(nominal, plan.zone))


def moment(nominal: datetime, zone: ZoneInfo) -> datetime:
    """When the clocks of a zone first show a time, or have jumped over it; UTC."""
    at = nominal.replace(tzinfo=zone)
    # In a gap, UTC and back is another wall clock time (PEP 495); clocks jump by whole minutes.
    while at.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != at.replace(tzinfo=None):
        at += MINUTE
    return at.astimezone(UTC)
