"""The living style guide. Who may see it is said where its route stands (`diplomacy/urls.py`)."""

import re
from datetime import timedelta
from pathlib import Path

from django import forms
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from diplomacy.ui.forms import Combobox, DateInput, TimeInput


class SampleForm(forms.Form):
    """Every control once; the page shows it empty and with its errors."""

    title = forms.CharField(label=_("会合名"), max_length=200, help_text=_("正式名称を日本語で入力します。"))
    day = forms.DateField(label=_("開催日"), widget=DateInput)
    time = forms.TimeField(label=_("開始時刻"), widget=TimeInput, required=False)
    lead = forms.ChoiceField(
        label=_("主担当府省"),
        choices=[
            ("", _("選択してください")),
            ("mofa", _("外務省")),
            ("cao", _("内閣府")),
            ("mext", _("文部科学省")),
        ],
        widget=Combobox,
    )
    kind = forms.ChoiceField(
        label=_("区分"),
        choices=[("report", _("報告")), ("debate", _("討議")), ("decision", _("決定"))],
        widget=forms.RadioSelect,
    )
    themes = forms.MultipleChoiceField(
        label=_("テーマ"),
        choices=[("quantum", _("量子")), ("ai", _("AI")), ("space", _("宇宙"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label=_("備考"), widget=forms.Textarea, required=False)
    notify = forms.BooleanField(label=_("関係府省庁に知らせる"), required=False)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "empty_form": SampleForm(prefix="empty"),
        "wrong_form": SampleForm({"wrong-note": _("本文")}, prefix="wrong"),
        "days": [today + timedelta(days=n) for n in (-3, 0, 1, 11)],
        "today": today,
        "levels": ["public", "shared", "government", "restricted"],
        "tones": ["neutral", "info", "success", "warning", "error"],
        "tabs": [
            {"label": _("議題"), "url": "#tabs", "current": True, "count": 9},
            {"label": _("資料"), "url": "#tabs", "count": 3},
            {"label": _("履歴"), "url": "#tabs", "count": None},
        ],
        "chips": [
            {"label": _("期間"), "value": _("今後90日"), "remove": "level=ministerial"},
            {"label": _("レベル"), "value": _("閣僚"), "remove": "period=90"},
        ],
        "steps": [
            {"label": _("議題"), "done": True},
            {"label": _("対処方針"), "value": "7/9"},
            {"label": _("協議"), "value": "5/9", "late": True},
        ],
        "conflict": [
            {
                "name": "title",
                "label": _("議題名"),
                "mine": _("量子技術協力"),
                "theirs": _("量子技術における協力"),
            }
        ],
        "export_formats": [("CSV", "#"), ("XLSX", "#")],
        "saved": [{"name": _("今後90日の閣僚級"), "query": "period=90&level=ministerial"}],
        "icons": re.findall(r'<symbol id="([\w-]+)"', Path(finders.find("img/icons.svg")).read_text()),
        "options": [("mofa", _("外務省")), ("cao", _("内閣府"))],
    }
    return render(request, "styleguide.html", context)
