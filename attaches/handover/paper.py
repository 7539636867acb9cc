"""The hand-over as a file, marked with the highest level inside and noted in the audit."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import handouts
from accounts.handling import Handling
from accounts.handouts import Made
from accounts.models import User
from attaches.handover.parts import Part, parts_of
from attaches.models import Posting
from diplomacy.export.sheets import highest
from diplomacy.papers import WRITERS, Bullets, Heading, Paper, Paragraph, Run, on_paper
from diplomacy.papers.model import Block
from diplomacy.papers.naming import file_name


def make_handover(posting: Posting, form: str, *, actor: User, now: datetime) -> Made:
    """In the reader's language, of what the reader sees; nothing restricted is on it."""
    wish = replace(handouts.usual(actor), form=form)
    with translation.override(wish.language):
        parts = parts_of(posting, actor, timezone.localtime(now).date())
        lines = [line for part in parts for line in part.on_paper]
        level = highest((line.handling for line in lines), Handling.values)
        paper = Paper(
            title=_("引継ぎ: %(body)s") % {"body": posting.organisation},
            second=f"{posting.person} {posting.title}".strip(),
            marking=str(Handling(level).label),
            language=wish.language,
            date_line=on_paper(timezone.localtime(now).date(), language=wish.language),
            author=str(actor.organisation or ""),
            blocks=[block for part in parts for block in _blocks(part)],
            notes=handouts.notes(
                wish,
                level,
                left_out=_("「関係者限り」の記録は、この文書に載せていません。"),
                holds_shared=any(line.handling == Handling.SHARED for line in lines),
                maker=actor,
                now=now,
                is_sample=_("「見本」とある行は見本で、事実ではありません。")
                if any(line.is_sample for line in lines)
                else "",
            ),
        )
    write, media_type = WRITERS[form]
    made = Made(file_name(paper.title, paper.marking, form), write(paper), media_type)
    handouts.note(posting, wish, paper="handover", rows=len(lines), level=level, maker=actor)
    return made


def _blocks(part: Part) -> list[Block]:
    if not part.on_paper:
        return [Heading(str(part.label), level=1), Paragraph(_("ありません。"))]
    items = [
        [Run(line.text, strong=True), Run(f"{_sample(line.is_sample)}\n{line.detail}", small=True)]
        for line in part.on_paper
    ]
    return [Heading(str(part.label), level=1), Bullets(items)]


def _sample(is_sample: bool) -> str:
    return f" [{_('見本')}]" if is_sample else ""
