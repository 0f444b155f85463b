"""By when must who do what: which time expressions are deadlines, and which day they mean.

A line is a sentence with its deadlines in [brackets], the day it was published, and the days that the brackets mean:
"?" is a deadline that no calendar here resolves. A sentence without brackets has none.
"""

import re
from datetime import date

import pytest

from sitrep.extract import extract_text
from sitrep.model import Deadline

DUE = [
    # Ultimatums and demands.
    ("Troops must withdraw by [the end of February].", "2020-02-10", "2020-02-29"),
    ("The president told the forces to pull back by [the end of the month].", "2020-02-10", "2020-02-29"),
    ("Ankara demanded a full withdrawal by [the end of this month].", "2020-02-10", "2020-02-29"),
    ("The rebels were ordered to lay down their arms by [Friday].", "2020-02-10", "2020-02-14"),
    ("All fighters must leave the town by [Friday evening], the ministry said.", "2020-02-14", "2020-02-14"),
    ("Residents have to leave before [Sunday].", "2020-02-10", "2020-02-16"),
    ("Hostages must be released by [tomorrow].", "2020-02-10", "2020-02-11"),
    ("The army gave residents [72 hours] to leave the quarter.", "2020-02-10", "2020-02-13"),
    ("All forces must leave the zone within [48 hours].", "2020-02-10", "2020-02-12"),
    ("Staff were told to leave the country within [seven days].", "2020-02-10", "2020-02-17"),
    ("The council called on both sides to stop fighting within [24 hours].", "2019-12-31", "2020-01-01"),
    ("The governor set a deadline of [10 days] for landlords to reopen the building.", "2020-02-10", "2020-02-20"),
    ("The families face eviction and must move out by [1 March].", "2020-02-10", "2020-03-01"),
    ("The court ordered the camp closed by [1 May 2020].", "2020-02-10", "2020-05-01"),
    ("The group threatened to execute the hostages unless a ransom is paid by [Thursday].", "2020-02-10", "2020-02-13"),
    ("Families who fail to register by [15 February] will lose their rations.", "2020-02-10", "2020-02-15"),
    ("The mayor urged people in the low areas to move by [Wednesday night].", "2020-02-10", "2020-02-12"),
    # Duties of partners and states.
    ("Partners should send their figures no later than [21 February].", "2020-02-10", "2020-02-21"),
    ("Reports are due by [15 March 2020].", "2020-02-10", "2020-03-15"),
    ("All agencies must file their accounts no later than [30 June].", "2020-02-10", "2020-06-30"),
    ("Inputs to the bulletin are requested on or before [18 February].", "2020-02-10", "2020-02-18"),
    ("The government has until [31 March] to answer the court.", "2020-02-10", "2020-03-31"),
    ("Landlords must repair the shelters by [mid-March].", "2020-02-10", "2020-03-15"),
    ("The contractor must hand the clinic over by [the end of the year].", "2020-02-10", "2020-12-31"),
    ("States agreed to clear the minefields by [the end of 2025].", "2020-02-10", "2025-12-31"),
    ("The ministry plans to vaccinate all children by [the end of April].", "2020-02-10", "2020-04-30"),
    ("Donors pledged to pay the first half by [30 April].", "2020-02-10", "2020-04-30"),
    ("The truckers must be paid by [the weekend].", "2020-02-10", "2020-02-15"),
    ("Sandbags have to be in place by [the end of the week].", "2020-02-10", "2020-02-16"),
    ("The bridge must be repaired by [next Friday].", "2020-02-10", "2020-02-14"),
    ("The camp must be emptied by [next month].", "2020-02-10", "2020-03-31"),
    ("The team needs to reach the village by [Saturday, 15 February].", "2020-02-10", "2020-02-15"),
    ("Needs figures are due by [1 August] and the plan by [15 December].", "2020-07-10", "2020-08-01 2020-12-15"),
    ("We call on all parties to open the road by [20 February] at the latest.", "2020-02-10", "2020-02-20"),
    # Mandates, permissions, truces, emergencies that end.
    ("The cross-border authorisation expires on [10 January].", "2020-01-03", "2020-01-10"),
    ("The authorisation expires on [10 July 2020].", "2020-02-10", "2020-07-10"),
    ("The mandate of the mission ends on [30 June].", "2020-02-10", "2020-06-30"),
    ("Their visas run out on [28 February].", "2020-02-10", "2020-02-28"),
    ("The council renewed the mandate until [15 March 2021].", "2020-02-10", "2021-03-15"),
    ("The mandate was extended by [six months].", "2020-02-10", "2020-08-10"),
    ("The mandate was extended for [a year].", "2020-02-10", "2021-02-10"),
    ("The council extended the operation for another [three months].", "2020-01-31", "2020-04-30"),
    ("The mandate was extended by six months until [10 July 2020].", "2020-01-10", "2020-07-10"),
    ("The truce was extended for another [72 hours] on Monday.", "2020-02-13", "2020-02-13"),
    ("A ceasefire will hold for the next [three months].", "2020-02-10", "2020-05-10"),
    ("The two sides agreed on a truce until [Sunday].", "2020-02-10", "2020-02-16"),
    ("The state of emergency has been extended to [31 March].", "2020-02-10", "2020-03-31"),
    ("The curfew stays in force until [16 February].", "2020-02-10", "2020-02-16"),
    ("The lockdown was prolonged until [1 May].", "2020-04-05", "2020-05-01"),
    ("Work permits are valid until [the end of June].", "2020-02-10", "2020-06-30"),
    ("The airspace is closed to all flights until [5 March].", "2020-02-10", "2020-03-05"),
    ("The ceasefire will continue through [28 December].", "2023-12-15", "2023-12-28"),
    ("The mayor extended the lockdown of the city to [1 May].", "2020-04-05", "2020-05-01"),
    ("The suspension of deportations will last until [31 August 2020].", "2020-02-10", "2020-08-31"),
    # Funding windows and applications.
    ("Applications are open until [11 December].", "2020-11-18", "2020-12-11"),
    ("The deadline for proposals is [28 February 2020].", "2020-02-10", "2020-02-28"),
    ("The call for projects closes on [20 February].", "2020-02-10", "2020-02-20"),
    ("Submissions are to be made by [Friday 14 February].", "2020-02-10", "2020-02-14"),
    ("Closing date: [3 March 2020]", "2020-02-10", "2020-03-03"),
    ("US$ 4 million must be committed by [the end of March] or it is lost.", "2020-02-10", "2020-03-31"),
    ("Without new money, rations will have to be cut by [1 April].", "2020-02-10", "2020-04-01"),
    # The turn of the year, leap years, months of unequal length.
    ("Troops must withdraw by [the end of January].", "2019-12-20", "2020-01-31"),
    ("Camps have to be winterised by [10 January].", "2019-12-20", "2020-01-10"),
    ("Staff must be out of the base by [the end of February].", "2021-02-10", "2021-02-28"),
    ("Staff must be out of the base by [the end of February].", "2000-01-10", "2000-02-29"),
    ("The permits must be renewed by [29 February].", "2020-02-10", "2020-02-29"),
    ("The mandate was extended for [one month].", "2020-01-31", "2020-02-29"),
    ("The mandate was extended for [one year].", "2020-02-29", "2021-02-28"),
    ("Guards must leave within [three days].", "2019-12-30", "2020-01-02"),
    ("The report is due by [the end of the year].", "2019-12-31", "2019-12-31"),
    # Said, but nothing here resolves them.
    ("The road must be repaired before [Ramadan].", "2020-02-10", "?"),
    ("Food has to be brought in before [the rainy season].", "2020-02-10", "?"),
    ("Shelters must be ready before [winter].", "2020-02-10", "?"),
    ("Both sides agreed to free all prisoners before [Eid al-Fitr].", "2020-02-10", "?"),
]

NOT_DUE = [
    ("Another 9,000 people are expected to receive aid within the coming days.", "2020-02-10"),
    ("The agency will need money to help people who may flee the fighting by October.", "2020-02-10"),
    # What happened by then, and what went on until then.
    ("By the end of January, 900 families had arrived.", "2020-02-10"),
    ("Some 40,000 people had been registered by 31 January 2020.", "2020-02-10"),
    ("By December 2019, 1.8 million people had fled their homes.", "2020-02-10"),
    ("Fighting went on until 3 February.", "2020-02-10"),
    ("The town emptied within 48 hours.", "2020-02-10"),
    ("The number of cases rose to 260 by 30 January.", "2020-02-10"),
    ("The clinic was open until Friday.", "2020-02-10"),
    # No end is named.
    ("Schools must stay closed until further notice.", "2020-02-10"),
    ("Flights are suspended until further notice.", "2020-02-10"),
    ("The road must be opened as soon as possible.", "2020-02-10"),
    # Forecasts and appointments are not demands.
    ("The dry spell is expected to last until early May.", "2020-02-10"),
    ("Power cuts are likely to go on until the end of the month.", "2020-02-10"),
    ("The next report will be issued on 17 February 2020.", "2020-02-10"),
    ("The agency will open a new centre on 1 June.", "2020-02-10"),
    ("The report covers the period from 3 to 9 February.", "2020-02-10"),
    # Clock times, and "by" and "before" of another kind.
    ("A curfew is kept from 8 pm until 5 am.", "2020-02-10"),
    ("The house by the river must be rebuilt.", "2020-02-10"),
    ("The plan must be approved by the ministry.", "2020-02-10"),
    ("Prices rose by 40 per cent in January.", "2020-02-10"),
    ("Before the war, 60,000 people lived in the town.", "2020-02-10"),
    ("Families must queue for up to six hours.", "2020-02-10"),
    ("Some 400,000 people will need help through June.", "2020-02-10"),
    ("Partners plan to assist 800,000 people over the next six months.", "2020-02-10"),
    ("The elections began on 7 February and are expected to end on 12 February.", "2020-02-10"),
    ("Residents left the town before Saturday's deadline.", "2020-02-16"),
    # The years of plans.
    ("The 2020 plan aims to reach 1.2 million people.", "2020-02-10"),
]


def read(marked: str, published: str) -> tuple[str, tuple[Deadline, ...]]:
    """The text without its brackets, and the deadlines in it."""
    text = re.sub(r"[\[\]]", "", marked)
    return text, extract_text(text, published=date.fromisoformat(published), lang="en").deadlines


@pytest.mark.parametrize(("marked", "published", "days"), DUE)
def test_a_deadline_is_found_and_resolved(marked: str, published: str, days: str) -> None:
    """The words in brackets are deadlines, nothing else is, and they mean the days given."""
    text, found = read(marked, published)
    assert [due.text for due in found] == re.findall(r"\[(.*?)\]", marked)
    assert [str(due.date) if due.date else "?" for due in found] == days.split()
    assert all(text[due.span.start : due.span.end] == due.text for due in found)


@pytest.mark.parametrize(("text", "published"), NOT_DUE)
def test_a_date_of_another_kind_is_no_deadline(text: str, published: str) -> None:
    """What was, what is forecast and what has no end is nothing that somebody must do by then."""
    assert read(text, published)[1] == ()


@pytest.mark.parametrize(
    "text",
    [
        "Troops must withdraw by Friday.",
        "The mandate was extended by six months.",
        "Pay by the end of the month, or go.",
    ],
)
def test_without_a_date_of_publication_a_relative_deadline_stays_unresolved(text: str) -> None:
    """No day is guessed where the document has none of its own."""
    assert all(due.date is None for due in extract_text(text, published=None, lang="en").deadlines)


def test_a_full_date_needs_no_date_of_publication() -> None:
    """A year in the text is enough."""
    found = extract_text("Troops must withdraw by 29 February 2020.", published=None, lang="en").deadlines
    assert [due.date for due in found] == [date(2020, 2, 29)]


@pytest.mark.parametrize(
    ("lang", "text", "action", "actor", "demanded_by"),
    [
        (
            "en",
            "Syrian forces must withdraw by 29 February.",
            "Syrian forces must withdraw",
            "Syrian forces",
            None,
        ),
        (
            "en",
            "The ceasefire was extended until 1 March.",
            "The ceasefire was extended",
            None,
            None,
        ),
        (
            "en",
            "The mandate of the mission expires on 3 March.",
            "The mandate of the mission",
            None,
            None,
        ),
        (
            "en",
            "The governor told residents of Singa to leave by 20 February.",
            "leave",
            "residents of Singa",
            "The governor",
        ),
        (
            "en",
            "Residents of Singa were told to leave by Friday.",
            "Residents of Singa were told to leave",
            "Residents of Singa",
            None,
        ),
        (
            "en",
            "Turkey said Syrian forces must leave by 29 February.",
            "Syrian forces must leave",
            "Syrian forces",
            "Turkey",
        ),
        (
            "en",
            "Turkey said that rebels must leave by 29 February.",
            "rebels must leave",
            "rebels",
            "Turkey",
        ),
        (
            "en",
            "Turkey demanded a full withdrawal by 29 February.",
            "Turkey demanded a full withdrawal",
            None,
            "Turkey",
        ),
        (
            "en",
            "The army gave residents of Singa until Friday to leave the town.",
            "leave the town",
            "residents of Singa",
            "The army",
        ),
        (
            "en",
            "The army gave residents 72 hours to leave the town.",
            "leave the town",
            "residents",
            "The army",
        ),
        (
            "en",
            "Residents of Singa have until Friday to leave.",
            "leave",
            "Residents of Singa",
            None,
        ),
        (
            "en",
            "They warned that Gaza would be forced to shut its plant by Friday.",
            "They warned that Gaza would be forced to shut its plant",
            None,
            "They",
        ),
        (
            "en",
            "The truce in Sudan will last until 29 February.",
            "The truce in Sudan will last",
            None,
            None,
        ),
        (
            "en",
            "The plan requires $2.6 billion for needs until the end of the year.",
            "The plan requires $2.6 billion for needs",
            "The plan",
            None,
        ),
        (
            "fr",
            "Ankara a donné à Damas jusqu'au 29 février pour retirer ses troupes.",
            "retirer ses troupes",
            "Damas",
            "Ankara",
        ),
        (
            "fr",
            "Le gouverneur a ordonné aux habitants de Singa de quitter la ville avant le 20 février.",
            "quitter la ville",
            "habitants de Singa",
            "Le gouverneur",
        ),
        (
            "es",
            "El gobernador ordenó a los residentes de Singa abandonar la ciudad antes del 20 de febrero.",
            "abandonar la ciudad",
            "los residentes de Singa",
            "El gobernador",
        ),
        (
            "ar",
            "أمهل الجيش السكان حتى 20 فبراير لمغادرة المدينة.",
            "لمغادرة المدينة",
            None,
            None,
        ),
    ],
)
def test_who_must_do_what_and_who_wants_it(
    lang: str, text: str, action: str, actor: str | None, demanded_by: str | None
) -> None:
    """Who demands is never taken for who must act."""
    (due,) = extract_text(text, published=date(2020, 2, 10), lang=lang).deadlines
    assert (due.action, due.actor, due.demanded_by) == (action, actor, demanded_by)
