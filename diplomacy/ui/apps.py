from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "diplomacy.ui"
    label = "ui"
