"""The door an invitation opens."""

from __future__ import annotations

from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import invitations
from accounts.access import Access, access
from accounts.actions.people import accept_invitation
from diplomacy.ui.toasts import toast


@access(Access.SECRET_ADDRESS)
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password, then sign in with it. A link that no longer fits says why it may not."""
    person = invitations.invited_by(token)
    if person is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    if not request.user.is_authenticated:
        translation.activate(person.language)
        request.LANGUAGE_CODE = person.language
    form = SetPasswordForm(person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        accept_invitation(person, password=form.cleaned_data["new_password1"])
        toast(request, _("パスワードを設定しました。サインインしてください。"))
        return redirect("account_login")
    context = {"form": form, "person": person}
    return render(request, "accounts/invitation.html", context, status=400 if form.errors else 200)
