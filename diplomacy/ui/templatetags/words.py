"""`{% trans %}` as Django has it, for pages that say hundreds of words: a plain text is translated once a language."""

from __future__ import annotations

from django import template
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language

register = template.Library()


class Word(Node):
    """A text that stands in the template. It depends on nothing but the language, and stays as long as the template."""

    child_nodelists = ()

    def __init__(self, node: TranslateNode) -> None:
        self.node = node
        self.told: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self.told:
            self.told[language] = self.node.render(context)
        return self.told[language]


@register.tag
def trans(parser: Parser, token: Token) -> Node:
    """Texts from variables, with filters, with a context or kept `as` a name go Django's own way."""
    node = do_translate(parser, token)
    written = node.filter_expression
    plain = getattr(written.var, "literal", None) is not None and not written.filters
    return Word(node) if plain and not node.noop and not node.asvar and node.message_context is None else node
