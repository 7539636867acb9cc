from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "diplomacy.search"
    label = "search"
