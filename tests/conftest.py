"""The fixed cast. Every test of a right has an outsider in it."""

import os
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.utils import timezone, translation

from accounts.models import Role
from diplomacy.append_only import ALLOW_TRUNCATE
from partners.models import Organisation
from tests.factories.accounts import UserFactory
from tests.factories.partners import OrganisationFactory, PartnerFactory


def pytest_terminal_summary(terminalreporter):
    """How much the tests that walk over everything have walked over: cells of the access matrix, pages crawled."""
    counts: dict[str, int] = {}
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in report.user_properties:
            if report.when == "call" and isinstance(value, int):
                counts[name] = counts.get(name, 0) + value
    for name, total in sorted(counts.items()):
        terminalreporter.write_line(f"{name}: {total}")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Tests with real transactions empty the tables afterwards, the append-only ones too."""
    django_settings.DATABASES["default"]["OPTIONS"]["options"] = f"-c {ALLOW_TRUNCATE}=on"


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def plain_static_names(settings):
    """Hashed names need `collectstatic` first; they are tested where the portal is started as a whole."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def own_uploads(settings, tmp_path_factory):
    settings.UPLOADS_FOLDER = tmp_path_factory.mktemp("uploads")


@pytest.fixture(autouse=True)
def own_cache(settings):
    """What was kept by another test was counted over other rows: clocks that stand still do not make it old.

    `cache.clear()` empties a whole database of the server, whatever the prefix, so each test process has its own.
    """
    default, process = django_settings.CACHES["default"], django_settings.CACHES["process"]
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 1
    place = f"{default['LOCATION'].partition('?')[0]}?db={number}"
    prefix = uuid4().hex
    settings.CACHES = {
        "default": {**default, "LOCATION": place, "KEY_PREFIX": prefix},
        "process": {**process, "KEY_PREFIX": prefix},
    }


@pytest.fixture(autouse=True)
def own_language_and_zone():
    """A request leaves its reader's language and zone active in the thread; the next test starts without them."""
    translation.activate(django_settings.LANGUAGE_CODE)
    timezone.deactivate()


@pytest.fixture
def japan(db):
    return PartnerFactory(slug="JP", name_ja="日本", name_en="Japan")


@pytest.fixture
def mofa(japan):
    return OrganisationFactory(
        slug="mofa",
        name_ja="外務省",
        name_en="Ministry of Foreign Affairs",
        abbreviation="MOFA",
        country=japan,
    )


@pytest.fixture
def mext(japan):
    return OrganisationFactory(slug="mext", name_ja="文部科学省", name_en="MEXT", abbreviation="MEXT", country=japan)


@pytest.fixture
def cao(japan):
    return OrganisationFactory(
        slug="cao", name_ja="内閣府", name_en="Cabinet Office", abbreviation="CAO", country=japan
    )


@pytest.fixture
def french_embassy(db):
    return OrganisationFactory(
        kind=Organisation.Kind.EMBASSY, name_ja="在日フランス大使館", name_en="Embassy of France in Japan"
    )


@pytest.fixture
def german_embassy(db):
    return OrganisationFactory(
        kind=Organisation.Kind.EMBASSY, name_ja="在日ドイツ大使館", name_en="Embassy of Germany in Japan"
    )


@pytest.fixture
def mission(db):
    return OrganisationFactory(
        kind=Organisation.Kind.MISSION, name_ja="在フランス日本国大使館", name_en="Embassy of Japan in France"
    )


@pytest.fixture
def mofa_staff(mofa):
    return UserFactory(organisation=mofa, email="mofa.staff@portal.example")


@pytest.fixture
def mext_staff(mext):
    return UserFactory(organisation=mext, email="mext.staff@portal.example")


@pytest.fixture
def secretariat(cao):
    return UserFactory(organisation=cao, is_secretariat=True, email="secretariat@portal.example")


@pytest.fixture
def council_member(db):
    return UserFactory(role=Role.COUNCIL, organisation=None, email="council@portal.example")


@pytest.fixture
def officer(mission):
    return UserFactory(role=Role.OFFICER, organisation=mission, email="officer@portal.example")


@pytest.fixture
def french_attache(french_embassy):
    return UserFactory(role=Role.ATTACHE, organisation=french_embassy, email="fr.attache@portal.example", language="en")


@pytest.fixture
def german_attache(german_embassy):
    return UserFactory(role=Role.ATTACHE, organisation=german_embassy, email="de.attache@portal.example", language="en")


@pytest.fixture
def administrator(db):
    return UserFactory(role=Role.ADMIN, organisation=None, email="administrator@portal.example")
