"""Says in plain words what changed between two releases."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.catalogue.comparing import Difference


def sentences(changed: Difference) -> list[str]:
    """One sentence per thing that changed, what matters most for learners first."""
    counted = [
        (len(changed.required_added), _required_added),
        (len(changed.required_dropped), _required_dropped),
        (len(changed.keys_changed), _keys_changed),
        (len(changed.points_changed), _points_changed),
        (len(changed.limits_changed), _limits_changed),
        (len(changed.exercises_added), _exercises_added),
        (len(changed.exercises_removed), _exercises_removed),
        (len(changed.lessons_added), _lessons_added),
        (len(changed.lessons_removed), _lessons_removed),
        (len(changed.lessons_moved), _lessons_moved),
        (changed.reworded, _reworded),
    ]
    told = [tell(count) for count, tell in counted if count]
    if changed.hours_changed:
        told.append(_("The hours that certificates state change."))
    if changed.pass_mark_changed:
        told.append(_("The pass mark changes."))
    if changed.sequence_changed:
        told.append(_("Whether lessons are studied in order changes."))
    return told


Tell = Callable[[int], str]


def _required_added(count: int) -> str:
    return ngettext("%(n)d more exercise is required.", "%(n)d more exercises are required.", count) % {"n": count}


def _required_dropped(count: int) -> str:
    return ngettext("%(n)d exercise is no longer required.", "%(n)d exercises are no longer required.", count) % {
        "n": count
    }


def _keys_changed(count: int) -> str:
    return ngettext("What is right changes in %(n)d exercise.", "What is right changes in %(n)d exercises.", count) % {
        "n": count
    }


def _points_changed(count: int) -> str:
    return ngettext("%(n)d exercise has other points.", "%(n)d exercises have other points.", count) % {"n": count}


def _limits_changed(count: int) -> str:
    return ngettext(
        "%(n)d exercise allows another number of attempts.",
        "%(n)d exercises allow another number of attempts.",
        count,
    ) % {"n": count}


def _exercises_added(count: int) -> str:
    return ngettext("%(n)d exercise is new.", "%(n)d exercises are new.", count) % {"n": count}


def _exercises_removed(count: int) -> str:
    return ngettext("%(n)d exercise is gone.", "%(n)d exercises are gone.", count) % {"n": count}


def _lessons_added(count: int) -> str:
    return ngettext("%(n)d lesson is new.", "%(n)d lessons are new.", count) % {"n": count}


def _lessons_removed(count: int) -> str:
    return ngettext("%(n)d lesson is gone.", "%(n)d lessons are gone.", count) % {"n": count}


def _lessons_moved(count: int) -> str:
    return ngettext("%(n)d lesson stands in another place.", "%(n)d lessons stand in another place.", count) % {
        "n": count
    }


def _reworded(count: int) -> str:
    return ngettext("%(n)d text reads differently.", "%(n)d texts read differently.", count) % {"n": count}
