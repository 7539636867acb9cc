from django.urls import include, path, register_converter

from outreach.languages import LanguageConverter
from outreach.lists.family import LISTS
from outreach.views import lists

register_converter(LanguageConverter, "language")

from outreach.public import urls as public  # noqa: E402  (its addresses use the converter)
from outreach.routes import DISPATCHES, EXPERTS, PICTURES, of_text  # noqa: E402

app_name = "outreach"
urlpatterns: list = [
    *(route for name in LISTS for route in lists.routes(name)),
    *of_text("story", "outreach/stories/"),
    *of_text("offer", "outreach/offers/"),
    *PICTURES,
    *EXPERTS,
    *DISPATCHES,
    path("", include(public.urlpatterns)),
]
