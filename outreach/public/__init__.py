"""The public site: what anybody may read, in the language that stands in the address.

Every row comes from `visible_to(VISITOR)`, whoever asks: a page is the same for all, so that it may be kept and
compared (`ETag`), and nobody takes for public what only they can see.
"""

from django.contrib.auth.models import AnonymousUser

VISITOR = AnonymousUser()
