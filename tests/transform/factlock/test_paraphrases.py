"""What a capable writer says in other words: the same without the cue, and the opposite without one."""

import pytest

from apps.transform.contracts import FactLedger, Language
from apps.transform.factlock.compare import compare


def language_of(text: str) -> Language:
    return "en" if text.isascii() else "ja"


def compared(original: str, rewritten: str) -> FactLedger:
    return compare(original, rewritten, language=language_of(original))


@pytest.mark.parametrize(
    ("original", "rewritten"),
    [
        ("The garden gate will not be locked in daytime.", "During the day the garden gate will stay unlocked."),
        ("We're not touching the alumni table.", "The alumni table stays untouched."),
        ("The members don't have to wear the badge.", "Wearing the badge is voluntary for the members."),
        ("Checkout must reject a basket of 13 items.", "The checkout shall reject any basket of 13 items."),
        ("Please dont open the left door till Nkem has signed.", "Please don't open the left door until Nkem has signed."),
        ("The supplier has not confirmed the date.", "The date has not been confirmed by the supplier."),
        ("The sign says 'no entry without pass' today.", 'Today the sign reads "no entry without pass".'),
        ("The disk fills by thurs nite, it ran out last nite.", "The disk is full by Thursday night; it ran out last night."),
        ("The disk fills 2nite.", "The disk is full tonight."),
        ("Bids are void from feb, hay is off this wk.", "Bids are void as of February, and there is no hay this week."),
        ("Colony 9 is stronger than in may.", "Colony 9 has gained strength since May."),
        ("Donors gave 10k last yr.", "Donors gave 10,000 last year."),
        ("All must be done b4 the k8s node drains.", "Everything must be done before the Kubernetes node drains."),
        ("Crew don't report before 05:30.", "Crew do not report before 05:30."),
        ("Radios are checked by 7:40.", "The radios are checked never later than 07:40."),
        ("UPSは30分もつはず。", "- UPS：30分もつはずです"),
        ("踏板の隙間は3cm以下。声掛けは「よし」で統一。", "第1 踏板：隙間は3cm以下。\n第2 声掛け：「よし」に統一。"),
        ("また勝手に埋めたでしょ。", "また断りなく埋められたことと存じます。"),
        ("部品はまだ来てない。", "部品は未着です。"),
        ("電池が足りないかもしれない。", "電池が不足するおそれがあります。"),
        ("3号プレスの油温が上がりっぱなし。", "3号プレスの油温が上がったままになっています。"),
        ("アラートのしきい値は今回変更しない。", "アラートのしきい値は今回据え置きとします。"),
        ("手袋は着けなくてもいい。", "手袋の着用は任意です。"),
    ],
)  # fmt: skip # a table, read by rows
def test_the_same_in_other_words_is_kept(original: str, rewritten: str) -> None:
    assert compared(original, rewritten).status == "kept"


@pytest.mark.parametrize(
    ("original", "rewritten", "reason"),
    [
        ("Post the photos if I don't hear from you.", "I will post the photos whether or not I hear from you.", "meaning_conditional"),
        ("We refunded the customers of the shop.", "Some of the customers of the shop were refunded.", "meaning_scope"),
        ("Please call the school office.", "You are welcome to call the school office.", "meaning_optional_added"),
        ("The alarm comes from the pump.", "It has been established that the alarm comes from the pump.", "meaning_certain_added"),
        ("Send the plan by Friday.", "Ideally the plan should be sent by Friday.", "meaning_relaxed_added"),
        ("The fee was lowered last year.", "Last year the fee was raised.", "meaning_trend"),
        ("Repair the roof of the hall.", "The roof of the hall will be repaired free of charge.", "meaning_committed_added"),
        ("部長の許可が出たら公開します。", "部長の許可の有無にかかわらず公開します。", "meaning_conditional"),
        ("店の売上が目標を上回りました。", "店の売上が目標を下回りました。", "meaning_trend"),
        ("上限は税抜480万円です。", "上限は税込480万円です。", "meaning_trend"),
        ("期限は延長可です。", "期限は延長不可です。", "meaning_negation_reversed"),
        ("本番のDBを止めて。", "検証環境のDBを止めていただけますか。", "meaning_negation_reversed"),
        ("名簿を木村さんに送って。", "名簿の一部を木村さんにお送りください。", "meaning_scope"),
        ("鍵は守衛室に返して。", "鍵は守衛室に返していただいても構いません。", "meaning_optional_added"),
        ("運搬はトラックを頼んで。", "運搬はトラックをお願いします。費用は当社が負担します。", "meaning_committed_added"),
    ],
)  # fmt: skip # a table, read by rows
def test_a_statement_that_was_turned_is_shown(original: str, rewritten: str, reason: str) -> None:
    ledger = compared(original, rewritten)
    assert ledger.status == "look"
    assert reason in {item.reason for item in ledger.items if item.status == "look"}


@pytest.mark.parametrize(
    ("original", "rewritten", "wrong"),
    [
        ("The Q2 numbers are off.", "The second-quarter figures are off.", "The third-quarter figures are off."),
        ("The wait fell to 95 min.", "The wait fell to 1 h 35 min.", "The wait fell to 1 h 45 min."),
        ("The portal refuses PDFs today.", "Today the portal refuses PDF files.", "Today the portal refuses PNG files."),
        ("At least 2 sledges are needed.", "Two sledges or more are needed.", "Two sledges or fewer are needed."),
        ("It is 8 deg C or lower.", "It is at most 8 °C.", "It is at least 8 °C."),
        ("Pressure must be at or under 160.", "The pressure must be 160 or less.", "The pressure must be 160 or more."),
        ("研修は1回90分です。", "研修:1回1時間30分", "研修:1回1時間20分"),
        ("本店だけ朝8時半に開始です。", "本店のみ:8:30開始", "本店のみ:9:30開始"),
        ("差額が1,000円未満の場合です。", "差額が千円未満の場合です。", "差額が二千円未満の場合です。"),
        ("費用は50万円です。", "費用は五十万円です。", "費用は五万円です。"),
        ("費用は50万円です。", "費用は五〇万円です。", "費用は五五万円です。"),
        ("期限はR8.9.30です。", "期限は令和8年9月30日です。", "期限は令和8年9月20日です。"),
    ],
)  # fmt: skip # a table, read by rows
def test_a_value_in_another_form_is_the_same_and_another_value_isnt(original: str, rewritten: str, wrong: str) -> None:
    assert compared(original, rewritten).status == "kept"
    assert compared(original, wrong).status != "kept"


@pytest.mark.parametrize(
    ("original", "rewritten", "wrong", "reason"),
    [
        (
            "Karim takes the interpreters and Lotte does the wheelchairs.",
            "The interpreters go to Karim, and Lotte takes the wheelchairs.",
            "The interpreters go to Lotte, and Karim takes the wheelchairs.",
            "meaning_actor",
        ),
        (
            "Send the samples to the laboratory, not to the maker.",
            "Please send the samples to the laboratory, and not to the maker.",
            "Please send the samples to the maker, and not to the laboratory.",
            "meaning_negation_reversed",
        ),
        (
            "The vendor promised the new pump for Friday.",
            "The vendor has given its word that the new pump comes on Friday.",
            "The vendor is looking into bringing the new pump on Friday.",
            "meaning_committed",
        ),
        (
            "養生してから大物を搬出、最後に段ボール。",
            "手順:養生 → 大物の搬出 → 段ボール",
            "手順:養生 → 段ボール → 大物の搬出",
            "meaning_order",
        ),
    ],
)
def test_things_that_changed_places_are_shown(original: str, rewritten: str, wrong: str, reason: str) -> None:
    assert compared(original, rewritten).status == "kept"
    assert reason in {item.reason for item in compared(original, wrong).items if item.status == "look"}


def test_the_cells_of_a_table_are_read_as_its_sentences() -> None:
    original = "Press 4: oil 71 C at 0615, trips at 75. Ravi hasn't opened the cooler. Report to planning."
    table = "**Press 4**\n| Item | Detail |\n|---|---|\n| Oil | 71 C at 06:15 (trips at 75) |\n| Cooler | not opened by Ravi |\n| Report to | planning |"
    assert compared(original, table).status != "review"


@pytest.mark.parametrize(
    ("original", "rewritten"),
    [
        ("Delivery is by noon on Friday.", "Delivery is by 12 noon on Friday."),
        ("We need a 63 A supply.", "A 63-ampere supply is needed."),
        ("予約上限は1人あたり最大12冊です。", "予約上限は1人12冊までです。"),
        ("額縁は1枚15キロです。", "額縁は1枚あたり15kgです。"),
        ("速度は25キロ以下です。", "速度は25km/h以下です。"),
        ("処理が重くなった(60→48fps)。", "フレームレートが60fpsから48fpsへ下がりました。"),
        ("The gas bill shrank by a fifth.", "The gas bill was cut by 20%."),
        ("Glass is 12 mm. No felt.", "| # | Requirement |\n|---|---|\n| 1 | Glass: 12 mm |\n| 2 | No felt |"),
        ("ドラレコは未確認です。", "ドライブレコーダーは未確認です。"),
        ("在庫は先月より減っています。", "在庫が先月を下回っています。"),
        ("カゴは1個18キロまで、それ以上だとウインチが止まる。", "カゴ1個あたり上限18kg(超えるとウインチが止まるため)"),
        ("釜2は修理まで90度より上げない。", "釜2は修理が済むまで90度以下で使用"),
        ("Fees are 85/yr EUR.", "The annual fee is EUR 85."),
        ("Bins max 380 kg each.", "No bin may weigh more than 380 kg."),
        ("Dough goes in fri 16h at the latest.", "The dough goes in on Friday, 16:00 at the latest."),
        (
            "誰が決めるのか、料金は変わらないのか。",
            "次の2点を教えてください。\n1. 誰が決めますか。\n2. 料金は変わりませんか。",
        ),
        ("見積りが倍になった。", "お見積りが2倍になっています。"),
        ("6時までに届けて。", "6時(午前か午後か要確認)までに届けてください。"),
    ],
)
def test_no_value_is_seen_broken_where_it_is_only_said_otherwise(original: str, rewritten: str) -> None:
    assert compared(original, rewritten).status != "review"


@pytest.mark.parametrize(
    ("original", "rewritten"),
    [
        ("窓口は東支所が福田さん、北支所が三浦さん。", "窓口は東支所が三浦さん、北支所が福田さん。"),
        (
            "Lindqvist covers the timetable, Abara does the ticketing.",
            "Abara covers the timetable, Lindqvist does the ticketing.",
        ),
    ],
)
def test_names_at_each_others_place_are_changed_values(original: str, rewritten: str) -> None:
    assert compared(original, rewritten).status == "review"


def test_a_company_is_listed_and_another_one_in_its_place_is_a_change() -> None:
    ledger = compared("株式会社アオイ商事に送る。", "株式会社アオイ商事にお送りします。")
    assert [(item.original, item.status) for item in ledger.items] == [("アオイ商事", "kept")]
    ledger = compared("株式会社アオイ商事に送る。", "株式会社ミドリ商事にお送りします。")
    assert [(item.original, item.found, item.status) for item in ledger.items] == [
        ("アオイ商事", "ミドリ商事", "changed")
    ]
