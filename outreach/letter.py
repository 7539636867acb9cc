"""The letter that invites an expert, as DOCX to be finished by hand and as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone, translation

from accounts.handling import Handling
from diplomacy.papers import WRITERS, Paper, on_paper
from diplomacy.papers.model import Facts, Heading, Paragraph
from diplomacy.papers.naming import file_name
from diplomacy.papers.prose import prose
from outreach.models import Dispatch, Expert


@dataclass(frozen=True)
class Made:
    name: str
    content: bytes
    media_type: str


def letter_file(dispatch: Dispatch, expert: Expert, form: str, *, actor: Any, now: datetime) -> Made:
    paper = letter(dispatch, expert, actor=actor, now=now)
    write, media_type = WRITERS[form]
    return Made(file_name(paper.title, paper.marking, form), write(paper), media_type)


def letter(dispatch: Dispatch, expert: Expert, *, actor: Any, now: datetime) -> Paper:
    """In Japanese: its reader is a Japanese researcher. It tells what was approved and nothing of the choice."""
    with translation.override("ja"):
        institution = " ".join(
            part for part in (expert.institution and expert.institution.name_ja, expert.post_ja) if part
        )
        return Paper(
            title="科学技術外交推進専門家交流事業への御協力について（依頼）",
            marking=str(Handling(dispatch.handling).label),
            date_line=on_paper(timezone.localtime(now).date()),
            author=actor.organisation.name_ja if actor.organisation else "",
            blocks=[
                Paragraph(institution),
                Paragraph(f"{expert.name_ja or expert.name_en} 様"),
                Paragraph(
                    "時下ますます御清祥のこととお慶び申し上げます。このたび下記のとおり、海外での講演等をお願いしたく、"
                    "御多用のところ恐縮ですが、御検討くださいますようお願い申し上げます。"
                ),
                Heading("記", level=2),
                Facts(
                    [
                        ("件名", dispatch.title_ja),
                        ("期間", on_paper(dispatch.starts_on, dispatch.ends_on)),
                        ("派遣先", " ".join(part for part in (dispatch.partner.name_ja, dispatch.city) if part)),
                        ("テーマ", dispatch.theme.name_ja),
                        ("講演の言語", str(dispatch.get_language_display())),
                        ("想定する聞き手", dispatch.audience or "調整中"),
                    ]
                ),
                *prose(dispatch.purpose_ja, label="目的"),
            ],
            notes=["見本です。実際の依頼ではありません。"] if dispatch.is_sample else [],
        )
