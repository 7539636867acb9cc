import re

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from diplomacy.ui.forms import Combobox, PortalRenderer
from partners.models import Organisation

TEMPLATES = settings.BASE_DIR / "templates"
COMMENT = re.compile(r"\{#.*?#\}")


class MeetingForm(forms.Form):
    title = forms.CharField(label="会合名", help_text="正式名称", widget=forms.TextInput({"placeholder": "会合名"}))
    kind = forms.ChoiceField(label="区分", choices=[("a", "報告"), ("b", "討議")], widget=forms.RadioSelect)
    note = forms.CharField(label="備考", required=False)
    told = forms.BooleanField(label="知らせる", required=False)


def render(data=None) -> str:
    with translation.override("ja"):
        return str(MeetingForm(data))


def test_label_mark_help_and_control_stand_in_this_order():
    html = render()
    places = [html.index(text) for text in ('for="id_title"', "※必須", 'id="id_title_helptext"', 'name="title"')]
    assert places == sorted(places)
    assert html.count("任意") == 1


def test_no_label_hides_in_a_placeholder():
    assert "placeholder" not in render()


def test_the_error_is_the_first_description_of_its_control():
    html = render({"title": ""})
    assert 'aria-describedby="id_title_error id_title_helptext"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_title_error"' in html


def test_the_summary_names_faults_in_the_order_of_the_fields():
    form = MeetingForm({"title": "x" * 5, "kind": "c"})
    form.add_error("title", "短すぎます。")
    form.add_error(None, "全体として読めません。")
    with translation.override("ja"):
        html = Template("{% error_summary form %}").render(Context({"form": form}))
    places = [html.index(text) for text in ("全体として", "短すぎます", 'href="#id_kind"')]
    assert places == sorted(places)


def test_a_fault_of_no_field_stands_once_on_the_page():
    form = MeetingForm({"title": "会合", "kind": "a", "note": ""})
    form.fields["key"] = forms.CharField(widget=forms.HiddenInput)
    form.add_error(None, "全体として読めません。")
    with translation.override("ja"):
        html = Template("{% error_summary form %}{{ form }}").render(Context({"form": form}))
    assert html.count("全体として読めません。") == 1
    assert "data-focus" in html
    assert 'href="#id_key"' not in html
    assert html.count("</li>") == 2


def test_every_form_stands_below_a_summary_of_its_faults():
    """Without it a fault of no field would be said nowhere."""
    texts = {path: path.read_text() for path in TEMPLATES.rglob("*.html")}

    def summed_up(text: str) -> bool:
        parent = re.search(r'{% extends "([^"]+)" %}', text)
        return "{% error_summary " in text or bool(parent and summed_up(texts[TEMPLATES / parent[1]]))

    shown = re.compile(r"\{\{ \w*form \}\}")
    silent = [path for path, text in texts.items() if shown.search(COMMENT.sub("", text)) and not summed_up(text)]
    assert silent == []


def test_a_group_of_choices_is_a_fieldset_with_its_error():
    html = render({"title": "x"})
    fieldset = re.search(r"<fieldset.*?</fieldset>", html, re.DOTALL).group()
    assert "<legend" in fieldset
    assert 'aria-describedby="id_kind_error"' in fieldset
    assert fieldset.count('type="radio"') == 2


def test_a_box_has_its_label_behind_it():
    box = re.search(r'<div class="field check">.*?</div>', render(), re.DOTALL).group()
    assert box.index("checkbox") < box.index("知らせる")


def test_text_given_back_is_escaped():
    assert "<script>" not in render({"title": "<script>alert(1)</script>"})


def test_a_combobox_stays_a_select_and_names_where_to_ask():
    html = Combobox(url="/partners/choices/", choices=[("1", "フランス")]).render("partner", "1")
    assert html.startswith("<select")
    assert 'data-combobox="/partners/choices/"' in html


@pytest.mark.django_db
def test_list_searched_on_the_page_carries_the_other_names(mext):
    mext.name_en = "Ministry of Education"
    mext.save()
    field = forms.ModelChoiceField(Organisation.objects.all(), widget=Combobox)
    with translation.override("ja"):
        assert 'data-also="Ministry of Education MEXT"' in field.widget.render("ministry", None)
        field.widget.attrs["data-combobox"] = "/asked/"
        assert "data-also" not in field.widget.render("ministry", None)


def test_nothing_chosen_is_said_in_words():
    html = str(
        forms.Select(choices=[("", "---------"), ("1", "フランス")]).render("partner", "", renderer=PortalRenderer())
    )
    assert "選択してください" in html
    assert "---" not in html
