"""These tests start servers of their own: serially, after the others, each ended by pid."""

from pathlib import Path

import pytest

from tests.processes.portals import copy_checkout, free_port


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.processes)


@pytest.fixture(autouse=True)
def plain_static_names():
    """The processes started here read settings of their own; nothing is overridden."""


@pytest.fixture(autouse=True)
def quick_passwords():
    """As above."""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of the sources with data of its own."""
    return copy_checkout(tmp_path_factory.mktemp("checkout") / "portal", ready=True)


@pytest.fixture
def port():
    return free_port()
