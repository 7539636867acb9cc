import re

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.access import Access, access
from meetings import drafts

KEY = re.compile(r"^(item|meeting|position|reply|session):[0-9a-f-]{36}$")


@access(Access.DESK)
@require_POST
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what stands in the form, or `discard` it. A draft is its writer's alone, so no record is asked."""
    if not KEY.match(key):
        raise Http404
    if request.POST.get("discard"):
        drafts.discard(request.user, key)
        back = request.POST.get("next", "/")
        return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")
    try:
        kept = drafts.keep(request.user, key, request.POST, now=timezone.now())
    except ValidationError as fault:
        return JsonResponse({"errors": fault.messages}, status=400)
    return JsonResponse({"saved": f"{timezone.localtime(kept.updated_at):%H:%M}"})
