from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from attaches.loading.volume import ContactVolume, is_present, remove_contact_volume


class Command(BaseCommand):
    help = (
        "Add a large made-up set of contacts for measurements. In demo mode only; --replace takes an earlier one away."
    )

    def add_arguments(self, parser):
        parser.add_argument("--contacts", type=int, default=1_000_000)
        parser.add_argument("--people", type=int, default=100_000)
        parser.add_argument("--replace", action="store_true")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="ja")

    def handle(self, *, contacts, people, replace, language, verbosity, **options):
        with translation.override(language):
            if not settings.DEMO:
                raise CommandError(_("大量データはデモモード（PORTAL_MODE=demo）のときだけ読み込めます。"))
            if is_present():
                if not replace:
                    raise CommandError(_("大量データはもうあります。--replaceを付けると入れ替えます。"))
                remove_contact_volume()
            started = monotonic()
            said = self._said if verbosity else (lambda table, count: None)
            ContactVolume(people=people, today=timezone.localdate()).load(0, contacts, said)
            if verbosity:
                seconds = monotonic() - started
                self.stdout.write(_("大量データを読み込みました（%(seconds).1f秒）。") % {"seconds": seconds})

    def _said(self, table, count):
        self.stdout.write(f"{table}: {count}")
