"""関心のあるテーマ: of which themes a person at a post wants to hear."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import Access, access
from attaches.actions.interests import choose_themes
from attaches.forms.circle import InterestForm
from attaches.models import ThemeInterest
from attaches.views.circle import form_page
from diplomacy.ui.toasts import toast


@form_page
@access(Access.NETWORK)
def interests(request: HttpRequest) -> HttpResponse:
    chosen = ThemeInterest.objects.visible_to(request.user).values_list("theme", flat=True)
    data = request.POST if request.method == "POST" else None
    form = InterestForm(data, person=request.user, initial={"themes": list(chosen)})
    if request.method == "POST" and form.is_valid():
        choose_themes(form.cleaned_data["themes"], actor=request.user)
        toast(request, _("関心のあるテーマを保存しました。"))
        return redirect("attaches:interests")
    return render(request, "attaches/interests.html", {"form": form}, status=400 if form.errors else 200)
