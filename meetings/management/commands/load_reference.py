from pathlib import Path
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from meetings.loading.reference import load_reference
from partners.loading.reading import BrokenReferenceError


class Command(BaseCommand):
    help = "Load reference/*.csv. Running it again changes nothing; a changed row updates its record."

    def add_arguments(self, parser):
        parser.add_argument("--path", type=Path, default=settings.BASE_DIR / "reference")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="ja")

    def handle(self, *, path, language, verbosity, **options):
        with translation.override(language):
            started = monotonic()
            try:
                outcomes = load_reference(path)
            except BrokenReferenceError as error:
                heading = _("参照データに%(count)s件の誤りがあります。何も読み込みませんでした。")
                raise CommandError(f"{heading % {'count': len(error.problems)}}\n{error}") from error
            if verbosity:
                self._report(outcomes, verbosity)
                self.stdout.write(
                    _("参照データを読み込みました（%(seconds).1f秒）。") % {"seconds": monotonic() - started}
                )

    def _report(self, outcomes, verbosity):
        for name, outcome in outcomes.items():
            if verbosity > 1 or outcome.counts["created"] or outcome.counts["updated"]:
                line = _("%(file)s: 追加%(created)s 更新%(updated)s 変更なし%(unchanged)s")
                counts = {word: outcome.counts[word] for word in ("created", "updated", "unchanged")}
                self.stdout.write(line % {"file": f"{name}.csv", **counts})
            for key, field in outcome.kept:
                line = _("%(file)s %(key)s: %(field)sはポータルで直されているため、そのまま残しました。")
                self.stdout.write(line % {"file": f"{name}.csv", "key": key, "field": field})
            for key in outcome.gone:
                line = _("%(file)s %(key)s: ポータルで削除されているため、読み込みませんでした。")
                self.stdout.write(line % {"file": f"{name}.csv", "key": key})
            for key in outcome.left_over if verbosity > 1 else ():
                line = _("%(file)s %(key)s: ファイルからなくなりましたが、ポータルには残しました。")
                self.stdout.write(line % {"file": f"{name}.csv", "key": key})
