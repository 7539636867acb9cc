"""Counts the figures of the overview a second time, row by row, for each class of readers, and reports any drift."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import ROLES, Access
from accounts.models import User
from dashboard.figures.kept import rights_key
from dashboard.figures.snapshot import council_at_large
from dashboard.recount import drifts


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        people = User.objects.in_term(timezone.localdate(now)).filter(role__in=ROLES[Access.OVERVIEW])
        readers = {rights_key(person): person for person in [council_at_large(), *people]}
        found = [drift for person in readers.values() for drift in drifts(person, now)]
        for drift in found:
            self.stderr.write(f"{drift.figure}: {drift.kept} != {drift.rows}")
        if found:
            raise CommandError(_("ずれ %(count)s件") % {"count": len(found)})
        self.stdout.write(_("ずれ 0件（読み手の区分 %(readers)s）") % {"readers": len(readers)})
