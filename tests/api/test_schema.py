import pytest
from django.core.management import call_command
from django.urls import reverse


def test_schema_is_valid_and_without_warnings(db, tmp_path):
    call_command("spectacular", "--fail-on-warn", "--validate", file=str(tmp_path / "schema.yml"))


def test_schema_names_every_endpoint_of_the_root(staff_api):
    paths = staff_api.get("/api/schema/").json()["paths"]
    for name, address in staff_api.get("/api/v1/").json().items():
        if name not in {"schema", "docs"}:
            assert address.removeprefix("http://testserver") in paths


@pytest.mark.django_db
def test_documents_page_loads_nothing_from_elsewhere_and_runs_under_the_policy(staff_api, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    page = staff_api.get(reverse("api-docs"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "<style" not in text
    assert "style=" not in text
    assert "://" not in text.replace("http://www.w3.org", "")
    assert "<script>" not in text
    script = staff_api.get(reverse("api-docs") + "?script")
    assert script.headers["Content-Type"].startswith("application/javascript")
    assert "SwaggerUIBundle" in script.content.decode()
