from dataclasses import fields
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from meetings.loading.volume.load import Size, TooSmallError, VolumePresentError, load_volume
from meetings.models import MeetingSeries


class Command(BaseCommand):
    help = "Add a large made-up set for measurements. In demo mode only; --replace takes an earlier one away first."

    def add_arguments(self, parser):
        parser.add_argument("--meetings", type=int, default=10_000)
        parser.add_argument("--items", type=int, default=200_000)
        parser.add_argument("--users", type=int, default=300)
        parser.add_argument("--notifications", type=int, default=0, help="reminders already sent")
        parser.add_argument("--decisions", type=int, default=0)
        parser.add_argument("--actions", type=int, default=0)
        parser.add_argument("--partners", type=int, default=0, help="countries with a long timeline")
        parser.add_argument("--entries", type=int, default=5_000, help="entries of each of these timelines")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--replace", action="store_true")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="ja")

    def handle(self, *, seed, replace, language, verbosity, **options):
        with translation.override(language):
            if not settings.DEMO:
                raise CommandError(_("大量データはデモモード（PORTAL_MODE=demo）のときだけ読み込めます。"))
            if not MeetingSeries.objects.exclude(slug=None).exists():
                raise CommandError(_("先にload_referenceとload_sampleを実行してください。"))
            started = monotonic()
            size = Size(**{one.name: options[one.name] for one in fields(Size)})
            try:
                bench = load_volume(
                    size,
                    today=timezone.localdate(),
                    seed=seed,
                    replace=replace,
                    said=self._said if verbosity else _silent,
                )
            except VolumePresentError as error:
                raise CommandError(_("大量データはもうあります。--replaceを付けると入れ替えます。")) from error
            except TooSmallError as error:
                raise CommandError(_("会合は2件以上、議題は50件以上、通知には利用者が要ります。")) from error
            if verbosity:
                seconds = monotonic() - started
                self.stdout.write(_("大量データを読み込みました（%(seconds).1f秒）。") % {"seconds": seconds})
                self.stdout.write(_("議題50件の会合: %(id)s") % {"id": bench})

    def _said(self, table, count, seconds):
        self.stdout.write(f"{table}: {count} ({seconds:.1f} s)")


def _silent(table, count, seconds):
    pass
