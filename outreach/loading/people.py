"""Samples of experts and dispatches: the people are invented, each name says so."""

# key, institution, names (kanji, kana, romaji), field, honours, themes, languages, regions, most a year
EXPERTS = [
    (
        "kumada",
        "riken",
        ("熊田 澄香（見本）", "くまだ すみか", "Sumika Kumada (sample)"),
        ("量子計測", "Quantum sensing"),
        ("見本学会 学術賞", "Academic prize of a sample society"),
        ("quantum", "human-resources"),
        ("ja", "en", "fr"),
        ("Europe", "North America"),
        2,
    ),
    (
        "segawa",
        "nipr",
        ("瀬川 凪（見本）", "せがわ なぎ", "Nagi Segawa (sample)"),
        ("北極海の観測", "Observing the Arctic Ocean"),
        ("", ""),
        ("arctic", "ocean", "earth-observation"),
        ("ja", "en"),
        ("Europe", "North America"),
        3,
    ),
    (
        "oribe",
        "nims",
        ("織部 拓真（見本）", "おりべ たくま", "Takuma Oribe (sample)"),
        ("電池材料", "Battery materials"),
        ("見本財団 功績賞", "Merit prize of a sample foundation"),
        ("batteries", "materials"),
        ("ja", "en", "de"),
        ("Europe", "Asia"),
        1,
    ),
    (
        "minase",
        "jst",
        ("水無瀬 陽（見本）", "みなせ よう", "Yo Minase (sample)"),
        ("津波避難", "Tsunami evacuation"),
        ("", ""),
        ("disaster-resilience", "earthquake-tsunami"),
        ("ja", "en", "es"),
        ("Latin America", "Asia"),
        2,
    ),
    (
        "hoshina",
        "jaxa",
        ("保科 明日香（見本）", "ほしな あすか", "Asuka Hoshina (sample)"),
        ("地球観測衛星", "Earth observation satellites"),
        ("", ""),
        ("earth-observation", "space", "climate-change"),
        ("ja", "en", "id"),
        ("Asia", "Oceania", "Africa"),
        2,
    ),
]

# key, who asks, partner, city, zone, theme, language, days from today, length, state, expert,
# titles, purpose, audience.
# A mission asks for its own country alone; where the demo has none, a ministry asks.
DISPATCHES = [
    (
        "paris",
        "officer@portal.example",
        ("FR", "Paris", "Europe/Paris"),
        ("quantum", "en"),
        (70, 4),
        ("requested", None),
        ("パリの大学での量子計測の講演（見本）", "A lecture on quantum sensing in Paris (sample)"),
        "大学院生と若手研究者に、量子計測の研究環境としての日本を知ってもらう。（見本）",
        "大学院生・若手研究者（見本）",
    ),
    (
        "grenoble",
        "officer@portal.example",
        ("FR", "Grenoble", "Europe/Paris"),
        ("quantum", "fr"),
        (-110, 5),
        ("reported", "kumada"),
        ("グルノーブルでの量子計測の集中講義（見本）", "A short course on quantum sensing in Grenoble (sample)"),
        "大学院生に、量子計測の実験を手ほどきする。（見本）",
        "大学院生（見本）",
    ),
    (
        "berlin",
        "staff2@portal.example",
        ("DE", "Berlin", "Europe/Berlin"),
        ("batteries", "de"),
        (35, 3),
        ("matched", "oribe"),
        ("ベルリンでの電池材料の公開講義（見本）", "A public lecture on battery materials in Berlin (sample)"),
        "共同公募に向けて、産業界の聞き手に日本の材料研究を紹介する。（見本）",
        "産業界・研究者（見本）",
    ),
    (
        "jakarta",
        "staff@portal.example",
        ("ID", "Jakarta", "Asia/Jakarta"),
        ("earth-observation", "en"),
        (-110, 5),
        ("reported", "hoshina"),
        ("ジャカルタでの衛星データ研修（見本）", "A course on satellite data in Jakarta (sample)"),
        "防災担当者に、衛星データの使い方を伝える。（見本）",
        "防災担当者・学生（見本）",
    ),
]

# Of dispatches that are reported: the first day, the talks with who heard them, what the media told, the report.
REPORTS = {
    "grenoble": (
        "集中講義の初日（見本）",
        [("量子計測の実験（見本）", "students", 24), ("公開講演（見本）", "public", 110)],
        "量子で測る（見本）",
        "集中講義には24人が参加した。（見本）",
    ),
    "jakarta": (
        "研修の初日（見本）",
        [("衛星データの実習（見本）", "officials", 45), ("公開講義（見本）", "students", 160)],
        "衛星で洪水を読む（見本）",
        "実習には45人が参加した。（見本）",
    ),
}
