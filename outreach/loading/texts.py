"""Texts of the samples: what they tell is invented, and each is marked so."""

# theme, body, headline, summary and text in both languages
OFFERS = [
    (
        "disaster-resilience",
        "jst",
        ("早期警報と避難の知見を共有します（見本）", "Early warning and evacuation know-how (sample)"),
        (
            "地震・津波の観測から住民の避難までをつなぐ仕組みを、現地の条件に合わせて一緒に設計します。",
            "From observation to evacuation: we design the chain together, to fit local conditions.",
        ),
        (
            "# 提供できるもの\n\n- 観測網の設計と運用の研修\n- 避難計画づくりの共同研究\n- 専門家の派遣",
            (
                "# What we can bring\n\n- Training in designing and running observation networks\n"
                "- Joint research on evacuation plans\n- Visits by experts\n\nThis text is a sample."
            ),
        ),
    ),
    (
        "quantum",
        "riken",
        (
            "量子技術の共同研究に、実験環境を開きます（見本）",
            "Open laboratories for joint research on quantum (sample)",
        ),
        (
            "若手研究者の受入れと、実験装置の共同利用を組み合わせた共同研究を提案します。",
            "We propose joint research that combines stays of young researchers with shared use of equipment.",
        ),
        (
            "# 進め方\n\n短期の滞在から始め、成果に応じて共同公募につなげます。\n\nこの紹介は見本です。",
            "# How we go about it\n\nWe begin with short stays and go on to joint calls.\n\nThis text is a sample.",
        ),
    ),
    (
        "arctic",
        "nipr",
        ("北極観測の航海にともに乗ります（見本）", "Sail with us on Arctic cruises (sample)"),
        (
            "観測航海への研究者の参加と、観測データの共有を進めます。",
            "Researchers join our cruises, and the data are shared.",
        ),
        (
            "# 提供できるもの\n\n乗船枠、観測データ、若手の研修。\n\nこの紹介は見本です。",
            "# What we can bring\n\nBerths, data, training for young researchers.\n\nThis text is a sample.",
        ),
    ),
    (
        "pandemics",
        "amed",
        (
            "感染症研究の現地拠点と人材を結びます（見本）",
            "Linking field sites and people in infection research (sample)",
        ),
        (
            "現地の研究機関との共同研究と、研究者の育成を一体で進めます。",
            "Joint research with local institutes goes hand in hand with training.",
        ),
        (
            "共同研究と研修を一体で進めます。\n\nこの紹介は見本です。",
            "Research and training together.\n\nThis text is a sample.",
        ),
    ),
    (
        "hydrogen",
        "nedo",
        ("水素の製造から利用までの実証を支えます（見本）", "Demonstrating hydrogen from production to use (sample)"),
        (
            "実証事業の設計、規格づくり、人材育成で協力します。",
            "We co-operate on demonstrations, standards and training.",
        ),
        (
            "実証・規格・人材の三つで協力します。\n\nこの紹介は見本です。",
            "Demonstrations, standards, people.\n\nThis text is a sample.",
        ),
    ),
    (
        "earth-observation",
        "jaxa",
        ("衛星データの使い方を一緒に学びます（見本）", "Learning to use satellite data together (sample)"),
        (
            "農業・防災・森林での衛星データの利用を支えます。",
            "We support the use of satellite data in farming, disasters and forests.",
        ),
        (
            "研修と共同研究を用意します。\n\nこの紹介は見本です。",
            "Training and joint research.\n\nThis text is a sample.",
        ),
    ),
]

# key, themes, partners, state, days from today, then texts as above
STORIES = [
    (
        "quantum-school",
        ("quantum", "human-resources"),
        ("FR",),
        "published",
        -6,
        (
            "量子の夏の学校に6か国の学生が集う（見本）",
            "Students of six countries meet at a summer school on quantum (sample)",
        ),
        (
            "三週間の実習を通して、大学院生が共同研究の種を見つけました。",
            "In three weeks at the bench, graduate students found seeds of joint research.",
        ),
        (
            (
                "# 机を並べて\n\n装置の前に座る時間を長く取ったのが、今年の工夫です。二人一組で測定します。\n\n"
                "# これから\n\n三つの組が共同公募の準備を始めています。\n\nこの記事は見本です。"
            ),
            (
                "# Side by side\n\nThis year left long hours at the instruments, in pairs.\n\n"
                "# Next\n\nThree pairs prepare for next year's joint call.\n\n"
                "This story is a sample and tells of no real event."
            ),
        ),
    ),
    (
        "early-warning",
        ("disaster-resilience", "earthquake-tsunami"),
        ("ID",),
        "published",
        -20,
        ("警報が届くまでの3分を、地図の上で縮める（見本）", "Three minutes to a warning, shortened on a map (sample)"),
        (
            "避難訓練の記録を地図に重ね、警報が届きにくい場所を見つけました。",
            "Records of drills laid over maps showed where warnings arrive late.",
        ),
        (
            "# 訓練から見えたこと\n\n坂の多い地区ほど、音が届きにくいことが分かりました。\n\nこの記事は見本です。",
            "# What the drills showed\n\nSound carries badly where slopes are steep.\n\nThis story is a sample.",
        ),
    ),
    (
        "arctic-data",
        ("arctic", "open-science"),
        ("US", "DE"),
        "published",
        -41,
        ("北極の航海データを、その日のうちに共有する（見本）", "Arctic cruise data shared the same day (sample)"),
        (
            "船上で整えたデータを、参加国の研究者が翌朝には使っています。",
            "Data prepared on board are in use the next morning.",
        ),
        (
            "データの形をそろえることから始めました。\n\nこの記事は見本です。",
            "It began with one format.\n\nThis story is a sample.",
        ),
    ),
    (
        "hydrogen-port",
        ("hydrogen",),
        ("AU",),
        "published",
        9,
        ("港の水素設備を学生が案内する（見本）", "Students guide visitors through a hydrogen port (sample)"),
        ("公開の日を前に、案内役の練習が続いています。", "Guides rehearse before the open day."),
        ("公開予約の見本です。", "A sample that waits for its day."),
    ),
    (
        "materials-visit",
        ("materials",),
        ("GB",),
        "checked",
        None,
        ("新しい材料の測り方を持ち寄る（見本）", ""),
        ("測り方のちがいを確かめる小さな会合の報告です。", ""),
        ("英訳を待っています。\n\nこの記事は見本です。", ""),
    ),
    (
        "science-cafe",
        ("public-diplomacy",),
        (),
        "draft",
        None,
        ("大使館で開くサイエンスカフェ（見本）", ""),
        ("準備の進め方をまとめています。", ""),
        ("書きかけです。", ""),
    ),
]
