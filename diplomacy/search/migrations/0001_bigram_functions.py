"""SQL functions behind Japanese search: Japanese has no spaces, so a text is indexed by its pairs of characters."""

from django.db import migrations

NORMALISE = """
CREATE FUNCTION portal_normalise(content text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN translate(
    lower(normalize(content, NFKC)),
    'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶ',
    'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖ'
);
"""

# A letter before a space or at the end of a line stands alone, so that one-letter words find it.
# `lead` over the characters keeps this linear; substr() in a loop would be quadratic on UTF-8 text. The body is of
# the standard's kind, bound to its functions when created: a restore runs with an empty search path.
BIGRAMS = r"""
CREATE FUNCTION portal_bigrams(content text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT coalesce(array_to_tsvector(array_agg(DISTINCT pair)), ''::tsvector)
    FROM (
        SELECT letter || rtrim(coalesce(lead(letter) OVER (ORDER BY place), ''), E' \n\t') AS pair
        FROM string_to_table(portal_normalise(content), NULL) WITH ORDINALITY AS letters(letter, place)
    ) AS pairs
    WHERE pair !~ '^\s'
);
"""


class Migration(migrations.Migration):
    dependencies = []
    operations = [
        migrations.RunSQL(NORMALISE, "DROP FUNCTION portal_normalise(text)"),
        migrations.RunSQL(BIGRAMS, "DROP FUNCTION portal_bigrams(text)"),
    ]
