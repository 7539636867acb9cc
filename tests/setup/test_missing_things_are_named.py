"""What a machine lacks is named with what to do about it, never skipped."""

import importlib.util
import sys

import pytest

from diplomacy.setup import browser, environment, node


def test_old_python(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed.*make PYTHON="):
        environment.require_python()


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_python_without_venv(monkeypatch, module):
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == module else found(name))
    with pytest.raises(SystemExit, match=r"without 'venv'.*python3-venv"):
        environment.require_python()


@pytest.mark.parametrize("machine", [("Linux", "aarch64"), ("Darwin", "arm64")])
def test_processor_the_browser_is_not_built_for(monkeypatch, machine):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser.platform, "system", lambda: machine[0])
    monkeypatch.setattr(browser.platform, "machine", lambda: machine[1])
    with pytest.raises(browser.BrowserMissing, match=f"this is {machine[0]} on {machine[1]}.*CHROMIUM="):
        browser.find()


def test_named_browser_that_does_not_exist(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(browser.BrowserMissing, match="/nowhere/chromium"):
        browser.find()


def test_named_browser_is_taken(monkeypatch):
    monkeypatch.setenv("CHROMIUM", sys.executable)
    assert str(browser.find().program) == sys.executable


def test_node_of_the_machine_or_of_the_wheel(monkeypatch):
    monkeypatch.setattr(node.shutil, "which", lambda name: None)
    own, npm = node.programs()
    assert node.major(own[0]) >= node.OLDEST
    assert npm[0] == own[0]


def test_stamp_tells_what_the_environment_depends_on(monkeypatch):
    stamp = environment.expected_stamp("dev")
    assert stamp == environment.expected_stamp("dev")
    assert stamp["locks"] != environment.expected_stamp("demo")["locks"]
    monkeypatch.setattr(sys, "version", "3.13.1")
    assert stamp != environment.expected_stamp("dev")
