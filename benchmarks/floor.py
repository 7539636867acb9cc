"""The floor: a bare WSGI program that runs a page's own statements, writes out each value, and answers as many bytes.

Served like the portal. `FLOOR_PLAN` names the file that `benchmarks.recording` wrote.
"""

import os
import pickle
import threading
from html import escape
from importlib.util import find_spec
from pathlib import Path

import orjson
import psycopg

PLAN = pickle.loads(Path(os.environ["FLOOR_PLAN"]).read_bytes())
FONT_PACKAGES = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")
held = threading.local()


def application(environ, start_response):
    query = environ["QUERY_STRING"]
    scene = PLAN.get(f"{environ['PATH_INFO']}?{query}" if query else environ["PATH_INFO"])
    if scene is None:
        start_response("404 Not Found", [("Content-Length", "0")])
        return [b""]
    if environ["REQUEST_METHOD"] == "POST":
        environ["wsgi.input"].read()
    body = WRITERS[scene["kind"]](scene, biggest(run(scene["statements"])))
    start_response("200 OK", [("Content-Type", scene["content_type"]), ("Content-Length", str(len(body)))])
    return [body]


def run(statements):
    """Every statement in its order, all rows fetched; prepared on the server no more than Django's are."""
    if not hasattr(held, "connection"):
        held.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, prepare_threshold=None)
    cursor = held.connection.cursor()
    results = []
    for statement in statements:
        cursor.execute(statement)
        while cursor.nextset():
            pass
        results.append((cursor.description, cursor.fetchall() if cursor.description else []))
    return results


def biggest(results):
    return max(results, key=lambda result: len(result[1]), default=(None, []))


def as_html(scene, result):
    cells = "".join(f"<td>{escape(str(value))}</td>" for row in result[1] for value in row)
    return _filled(cells.encode(), scene["body"])


def as_ics(scene, result):
    lines = "".join(
        f"{column.name}:{value}\r\n" for row in result[1] for column, value in zip(result[0], row, strict=True)
    )
    return _filled(lines.encode(), scene["body"])


def as_json(scene, result):
    names = [column.name for column in result[0]]
    return _filled(orjson.dumps([dict(zip(names, row, strict=True)) for row in result[1]], default=str), scene["body"])


def as_pdf(scene, _result):
    """Typst alone, with the portal's template, its fonts and the very text of the paper."""
    return typst.compile(TEMPLATE, format="pdf", font_paths=FONTS, sys_inputs={"paper": scene["paper"]})


def _filled(written, body):
    """As many bytes as the page has."""
    return written[: len(body)] + body[len(written) :]


WRITERS = {"html": as_html, "ics": as_ics, "json": as_json, "pdf": as_pdf}
if any(scene["paper"] for scene in PLAN.values()):
    import typst

    TEMPLATE = str(Path(__file__).resolve().parent.parent / "diplomacy" / "papers" / "typst" / "paper.typ")
    FOLDERS = [find_spec(name).submodule_search_locations[0] for name in FONT_PACKAGES]
    FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=FOLDERS)
