from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from meetings.loading.sample.load import ReferenceMissingError, load_sample


class Command(BaseCommand):
    help = "Add demo people and marked sample sessions within 12 months of today. In demo mode only."

    def add_arguments(self, parser):
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="ja")

    def handle(self, *, language, verbosity, **options):
        with translation.override(language):
            if not settings.DEMO:
                raise CommandError(_("見本はデモモード（PORTAL_MODE=demo）のときだけ読み込めます。"))
            try:
                added = load_sample(timezone.localdate())
            except ReferenceMissingError as error:
                reason = _("先にload_referenceを実行してください。見つからない系列: %(series)s")
                raise CommandError(reason % {"series": error}) from error
            if verbosity:
                told = _("見本を追加しました: 会合%(meetings)s 議題%(agenda_items)s 記録は全部で%(total)s件")
                counts = {name: added[name] for name in ("meetings", "agenda_items")}
                self.stdout.write(told % {**counts, "total": added.total()})
