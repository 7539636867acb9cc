from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import Access, access


@access(Access.SIGNED_IN)
def inbox(request: HttpRequest) -> HttpResponse:
    return render(request, "reminders/inbox.html")
