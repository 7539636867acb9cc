"""The demo people, and the bodies they act for where the reference files do not have them."""

from django.contrib.auth.hashers import make_password

from accounts.models import AccessGroup, AccessGroupMember, Role, User
from partners.models import Organisation, Partner

PASSWORD = "portal-demo"
LIST_NAME = "カーネギー会合関係者（見本）"

BODIES = [
    {
        "slug": "sample-emb-de",
        "kind": Organisation.Kind.EMBASSY,
        "name_ja": "在日ドイツ大使館",
        "name_en": "Embassy of Germany in Japan",
        "country": "DE",
    },
    {
        "slug": "sample-mission-fr",
        "kind": Organisation.Kind.MISSION,
        "name_ja": "在フランス日本国大使館",
        "name_en": "Embassy of Japan in France",
        "country": "FR",
        "parent": "mofa",
    },
]

PEOPLE = [
    {
        "email": "staff@portal.example",
        "name_ja": "青木 志保（見本）",
        "name_en": "Shiho Aoki (sample)",
        "role": Role.STAFF,
        "organisation": "mofa",
    },
    {
        "email": "staff2@portal.example",
        "name_ja": "森田 健（見本）",
        "name_en": "Ken Morita (sample)",
        "role": Role.STAFF,
        "organisation": "mext",
    },
    {
        "email": "secretariat@portal.example",
        "name_ja": "小野寺 恵（見本）",
        "name_en": "Megumi Onodera (sample)",
        "role": Role.STAFF,
        "organisation": "cao",
        "is_secretariat": True,
    },
    {
        "email": "council@portal.example",
        "name_ja": "早川 誠（見本）",
        "name_en": "Makoto Hayakawa (sample)",
        "role": Role.COUNCIL,
        "organisation": None,
    },
    {
        "email": "officer@portal.example",
        "name_ja": "藤井 玲子（見本）",
        "name_en": "Reiko Fujii (sample)",
        "role": Role.OFFICER,
        "organisation": "sample-mission-fr",
        "time_zone": "Europe/Paris",
    },
    {
        "email": "attache@portal.example",
        "name_ja": "カミーユ・ルノワール（見本）",
        "name_en": "Camille Lenoir (sample)",
        "role": Role.ATTACHE,
        "organisation": "emb-fr",
        "language": "en",
    },
    {
        "email": "attache2@portal.example",
        "name_ja": "ヨナス・フェルトマン（見本）",
        "name_en": "Jonas Feldmann (sample)",
        "role": Role.ATTACHE,
        "organisation": "sample-emb-de",
        "language": "en",
    },
    {
        "email": "admin@portal.example",
        "name_ja": "管理 担当（見本）",
        "name_en": "Portal administrator (sample)",
        "role": Role.ADMIN,
        "organisation": None,
    },
]
LISTED = ("staff@portal.example", "secretariat@portal.example")


def add_bodies() -> int:
    standing = set(Organisation.objects.exclude(slug=None).values_list("slug", flat=True))
    missing = [body for body in BODIES if body["slug"] not in standing]
    for body in missing:
        country, parent = Partner.objects.get(slug=body["country"]), body.get("parent")
        Organisation.objects.create(
            **{
                **body,
                "country": country,
                "parent": Organisation.objects.get(slug=parent) if parent else None,
                "is_sample": True,
            }
        )
    return len(missing)


def add_people() -> int:
    """Those not there yet; who is there keeps what was changed since (language, a disabled account)."""
    standing = set(User.objects.values_list("email", flat=True))
    missing = [person for person in PEOPLE if person["email"] not in standing]
    password = make_password(PASSWORD) if missing else ""  # hashed once: the hashing is slow by design
    bodies = Organisation.objects.in_bulk(
        [person["organisation"] for person in missing if person["organisation"]], field_name="slug"
    )
    User.objects.bulk_create(
        User(**{**person, "organisation": bodies.get(person["organisation"]), "password": password})
        for person in missing
    )
    return len(missing)


def listed_people() -> AccessGroup:
    """The list of who may read the restricted samples; made once, then kept as people change it."""
    group, is_new = AccessGroup.objects.get_or_create(name=LIST_NAME)
    if is_new:
        AccessGroupMember.objects.bulk_create(
            AccessGroupMember(group=group, user=user) for user in User.objects.filter(email__in=LISTED)
        )
    return group
