"""What a browser would send of a form as it stands in a page."""

import re


def posted(html: str, form_action: str) -> dict[str, list[str]]:
    """What a browser would send of the form with that action, as it stands in the page."""
    form = re.search(rf'<form[^>]*action="{re.escape(form_action)}"[^>]*data-draft.*?</form>', html, re.S)[0]
    data: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and not ('type="checkbox"' in tag and "checked" not in tag):
            data.setdefault(name[1], []).append(value[1] if value else "")
    for name, text in re.findall(r'<textarea name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        data[name] = [text]
    for name, body in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        data[name] = re.findall(r'<option value="([^"]*)" selected', body)
    return data
