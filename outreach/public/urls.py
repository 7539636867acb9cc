"""The addresses of the public site, each under its language; what programs look for stands at the root."""

from django.urls import path

from outreach.public import views

urlpatterns = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("<language:language>/", views.home, name="home"),
    path("<language:language>/feed.atom", views.feed, name="feed"),
    path("<language:language>/themes/", views.themes, name="public_themes"),
    path("<language:language>/themes/<slug:key>/", views.theme, name="public_theme"),
    path("<language:language>/partners/", views.partners, name="public_partners"),
    path("<language:language>/partners/<slug:key>/", views.partner, name="public_partner"),
    path("<language:language>/events/", views.events, name="public_events"),
    path("<language:language>/events/<uuid:pk>/", views.event, name="public_event"),
    path("<language:language>/events/<uuid:pk>/event.ics", views.event_ics, name="public_event_ics"),
    path("<language:language>/stories/", views.stories, name="public_stories"),
    path("<language:language>/stories/<uuid:pk>/", views.story, name="public_story"),
    path("<language:language>/offers/<uuid:pk>/", views.offer, name="public_offer"),
]
