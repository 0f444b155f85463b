"""Which figures speak of the same thing? Said → things, by what they say.

Two figures are put together only where nothing in their words sets them apart: a false merge is a wrong figure, a
failed one only a longer list. What a text leaves unsaid is taken from the only thing that it can mean, else it stands
alone (names.py, apart.py, unsaid.py).
"""

from collections import defaultdict
from collections.abc import Iterable

from sitrep.reconcile.names import in_events
from sitrep.reconcile.said import Said
from sitrep.reconcile.thing import Thing, thing
from sitrep.reconcile.unsaid import settle

__all__ = ["things"]


def things(figures: Iterable[Said], area: str) -> dict[Thing, tuple[Said, ...]]:
    """The figures by what they are about, whatever order they come in.

    area: the place key of the situation as a whole.
    """
    of_thing: dict[Thing, list[Said]] = defaultdict(list)
    for one in in_events(figures):
        of_thing[thing(one)].append(one)
    settle(of_thing, area)
    return {key: tuple(group) for key, group in sorted(of_thing.items())}
