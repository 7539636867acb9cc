import pytest
from django.core.files.uploadedfile import SimpleUploadedFile


class Named(SimpleUploadedFile):
    """Under the very name that was sent; Django's own class cleans some of it away first."""

    def _set_name(self, name):
        self._name = name

    name = property(lambda self: self._name, _set_name)


@pytest.fixture
def upload():
    return Named
