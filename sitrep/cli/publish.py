"""What may be fetched instead of sent? reports/index.html and reports/feed.xml, kept in step with what may be read."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sitrep.cli.deliver import langs_of
from sitrep.cli.run import Run

if TYPE_CHECKING:
    from sitrep.model import Profile
    from sitrep.render.listing import Entry
    from sitrep.store import Store

NAMES = ("index.html", "feed.xml")


def publish(run: Run, store: "Store") -> None:
    """List every edition that may be read; nothing is written that is there already."""
    from sitrep.profile import FILE, load_profile
    from sitrep.render.listing import listing
    from sitrep.store.files import write_file

    folders = sorted(path.parent for path in run.project.glob(f"seeds/*/{FILE}"))
    entries = [entry for folder in folders for entry in published(store, load_profile(folder))]
    made = listing(entries, run.brand_folders())
    for name in NAMES:
        path = store.reports / name
        if name not in made:
            path.unlink(missing_ok=True)
        elif not path.is_file() or path.read_bytes() != made[name]:
            write_file(path, made[name])


def published(store: "Store", profile: "Profile") -> "Iterator[Entry]":
    """The editions of a situation that may be read, the newest first."""
    from sitrep.deliver.approval import standing
    from sitrep.render.listing import Entry

    for number in reversed(store.numbers(profile.name)):
        brief = store.headline(profile.name, number, langs_of(store, profile, number)[0])
        files, files_hash = store.as_made(brief)
        approval = store.ledger.approval(profile.name, number)
        by = store.replaced_by(profile.name, number)
        if files and standing(profile, approval, files_hash, by) in ("approved", "automatic"):
            folder = store.folder(brief).relative_to(store.reports).as_posix()
            yield Entry(brief, folder, files, profile.audience, profile.mail.link if profile.mail else "")
