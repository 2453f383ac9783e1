"""Articles written from right to left, invented for the tests: in Dari and in Pashto."""

from datetime import date

from corpus.article import Article, article_id

_SITE = "https://courier.invalid/rightward"


def _written(name: str, language: str, title: str, *paragraphs: str, day: date) -> Article:
    url = f"{_SITE}/{name}"
    return Article(
        id=article_id(url, "", ""), url=url, title=title, paragraphs=paragraphs, published=day,
        date_source="url", language=language, byline=("گروه سردبیران",) if language == "fa" else ("ليکوال ډله",),
    )  # fmt: skip


DARI = _written(
    "dari",
    "fa",
    "آب شهر و پل‌های کهنه",
    "شاروالی دیروز گفت که آب شهر تا بهار به همهٔ خانه‌ها می‌رسد. مردم کوچهٔ آهنگران این سخن را سه بار شنیده‌اند.",
    "در گزارش شرکت Water Board آمده است که ۴۲ کیلومتر نل کهنه است. هیچ‌کس نگفت که پول آن از کجا می‌آید.",
    "NATO در سال ۲۰۱۱ پل کهنه را ساخت، و شهر هنوز از آن می‌گذرد. پل را کسی ساخت که از رود می‌ترسید.",
    "آن‌چه شهر می‌خواهد کم است: نلی که نترکد، و کسی که جواب بدهد.",
    day=date(2014, 3, 12),
)
PASHTO = _written(
    "pashto",
    "ps",
    "د ښار ښوونځي او اوبه",
    "د ښار ښوونځي په ژمي کې تړل کېږي، ځکه چې اوبه نشته. ښوونکي وايي چې دا پنځم کال دی.",
    "د ښاروالۍ وياند وويل چې نوي نلونه به د پسرلي تر پایه ورسېږي. موږ دا خبره پخوا هم اورېدلې ده.",
    "که څوک غواړي چې ماشومان زده کړه وکړي، نو لومړی دې اوبه راوړي.",
    day=date(2015, 7, 2),
)
# one sentence that is too long to be shown whole: what is looked for is in its midst
LONG_SENTENCE = _written(
    "long",
    "fa",
    "یک جملهٔ دراز",
    "وقتی که باران بهار از کوه‌ها پایین آمد و رود از بستر خود بیرون شد و کوچه‌های پایین شهر را گرفت و مردم "
    "اسباب خانه را بر بام بردند و کودکان از بام‌ها به آب نگاه می‌کردند و هیچ‌کس نمی‌دانست که تا صبح چه خواهد شد و "
    "شاروال هنوز در سفر بود و تیلفون او جواب نمی‌داد آن‌گاه فانوس کهنهٔ برج دوباره روشن شد و مردم دانستند که کسی "
    "بیدار است و بیل‌ها را برداشتند و خاک را به دیوار رود بردند و تا سپیده‌دم کار کردند و وقتی که آفتاب برآمد آب "
    "پایین رفته بود و دیوار ایستاده بود و هیچ‌کس از شاروال نپرسید که کجا بوده است و او هم نگفت و شهر به کار خود "
    "برگشت و فانوس را کسی خاموش کرد و کسی دیگر نپرسید که چه کسی آن را روشن کرده بود در آن شب دراز باران",
    day=date(2016, 4, 20),
)
RIGHTWARD = (DARI, PASHTO, LONG_SENTENCE)
