"""Questions that tests ask: as readers and the newsroom type them, and made up of the
sample's words."""

import random
import re
from itertools import pairwise
from typing import NamedTuple

from tests.newsroom import sample_articles


class Asked(NamedTuple):
    """A question as somebody types it, and what must come of it."""

    text: str
    # the first hits, in any order: beginnings of titles of the sample, ends of addresses of the site
    first: tuple[str, ...] = ()
    total: int | None = None  # found in full; None where more may be
    meant: str | None = None  # what is offered instead


# The sample newspaper's readers and its staff.
OF_SAMPLE = (
    # names, with their offices, possessives, misspelt, in two spellings
    Asked("Karim Showdan", ("Fourteen Villas", "What Came Back", "The Run on Amanat"), 4),
    Asked("Showdan’s villas", ("Fourteen Villas", "What Came Back", "The Run on Amanat"), 4),
    Asked("judge Tolkhan", ("The Fourth Bench",), 3),
    Asked("President Tolkhan", ("The Second Bore", "A Number Both")),
    Asked("foreign minister of Belhar", ("The Minister Who Brought", "A Number Both"), 2),
    Asked("Minister of Mines", ("The Copper of Misgaran",), 1),
    Asked("Mr Beylik", ("The Minister Who Brought",), 1),
    Asked("Maryam Tolkan", total=0, meant="Maryam Tolkhan"),
    Asked("MARYAM TOLKHAN", ("The Woman From", "The Fourth Bench"), 3),
    Asked("Inés Chavárez", ("The Last Mile", "The Chairs Are Taken"), 2),
    Asked("ines chavarez", ("The Last Mile", "The Chairs Are Taken"), 2),
    # authors
    Asked("Osman Keld", total=5),
    Asked("usman keld", total=2),
    Asked("by Daud Meskar", total=10),
    Asked("Torshe", total=0, meant="author:Torshe"),
    Asked("Keld", total=0, meant="author:Keld"),
    Asked("Jalal Imerov", total=0, meant="author:(Jalal Immerov)"),
    Asked("author:torshe press", ("What the Press Act", "A Law With"), 2),
    # what was it called? what was said?
    Asked("Winter Roads", ("Winter Roads", "Winter Roads")),
    Asked("women judges", ("The Fourth Bench", "The Woman From"), 3),
    Asked("a table needs four legs", ("Talks Without", "An Empty Chair"), 2),
    Asked("“two pages of one book”", ("The Minister Who Brought", "A Number Both"), 2),
    Asked('"To be or not to be"', ("To Hold a Second Round",), 1),
    Asked("press act article 27", ("What the Press Act",), 1),
    Asked("law on access to records", ("A Law With", "Councils With", "What Came Back"), 3),
    # acronyms, numbers, compounds
    Asked("TLF truce", ("Three Quiet Days",), 1),
    Asked("US officers", ("Seven Years After",), 2),
    Asked("UN envoy polio", ("The Last Mile",), 1),
    Asked("9/11", ("Seven Years After", "Twenty Years On"), 2),
    Asked("covid 19 vaccine", ("The Needle and", "The Vaccine for Goats"), 2),
    Asked("COVID19", total=4),
    Asked("Maidens Bridge", total=5),
    Asked("peacebuilding", total=0),
    # days
    Asked("21 March 2015", total=0, meant="date:2015-03-21"),
    Asked("21.3.2015", total=0, meant="date:2015-03-21"),
    Asked("date:1394 earthquake", ("Sixty-One Seconds",)),
    Asked("election fraud date:2009", ("To Hold a Second Round",), 1),
    # any form, in British and American spelling
    Asked("labour inspectors", ("Small Hands",), 1),
    Asked("colour leaflet", ("Those Who Came",), 3),
    Asked("children frozen", ("The Bookbinder’s",), 1),
    # Persian as keyboards have it
    Asked("سالي که نکوست", ("Spring, 1394",), 1),
    Asked("ميترسيد", ("Sabur at",), 1),
    Asked("نمی توان", ("A Quarrel About",), 1),
    # misspelt, joined, pasted
    Asked("Kohbnad dam", total=0, meant="Kohband dam"),
    Asked("Sangalaktunnel", ("Winter Roads", "Winter Roads", "The Second Bore"), 4, "Sangalak tunnel"),
    Asked("courier.invalid/opinion/2024/02/lithium-of-dashtak/?utm_source=x", ("White Gold",), 1),
)# The readers of a real weekly of 2001 and 2002.
OF_SITE = (
    # names, with their offices, misspelt, in two spellings
    Asked("Mumia Abu Jamal", ("387_10_Mumia", "385_10_Mumia"), 22),
    Asked("Mumia Abu-Jamal", ("387_10_Mumia", "385_10_Mumia"), 22),
    Asked("secretary of state Colin Powell", ("419_07_Powell", "385_03_PowellsFakePeace")),
    Asked("Attorney General John Ashcroft", ("384_02_AshcroftEavesdrops",)),
    Asked("Usama bin Laden", total=0, meant="Osama bin Laden"),
    Asked("Ralph Nader", ("375_14_RalphNader",)),
    Asked("Edward Said", ("369_16_EdwardSaid",)),  # rather than who said it
    Asked("Bruce Springsteen", ("420_09_Springsteen",)),
    Asked("Milosovic", total=0, meant="Milosevic"),
    # titles as they are remembered
    Asked("are Nader voters to blame for Bush?", ("432_07_Nader",)),
    # the second to the letter; but for stop words the first has as much of it
    Asked("no AIDS drugs for Africa", ("375_02_AfricaAIDS", "371_02_AIDSDrugs")),
    Asked("what's next after New Labour victory", ("370_07_BritainLabour",)),
    Asked("how the CIA trained bin Laden", ("377A_02_BinLaden",)),
    # acronyms, compounds, numbers
    Asked("AFL CIO convention", ("385_11_AFLCIOConvention",)),
    Asked("UPS contract", ("417_11_UPS",)),
    Asked("antiwar conference", ("396_11_StudentAntiwarConf", "422_11_AntiwarUnionists")),
    Asked("anti-globalization Quebec", ("368_12_Quebec",)),
    Asked("1.3 trillion tax cut", ("366_03_DemsBow",)),
    # authors
    Asked("by Sharon Smith", total=44),
    Asked("author:D’Amato Vietnam", ("427_07_HistoryOfLies", "379_12_Hitchens"), 2),
    # abbreviated, misspelt though it was printed, pasted
    Asked("Sept. 11", total=413),  # as September 11
    Asked("goverment", total=1, meant="government"),
    Asked("Palestinain refugees", total=0, meant="Palestinian refugees"),
    Asked("weekly.invalid/2001/381/381_12_IsraeliRampage.shtml", ("381_12_IsraeliRampage",), 1),
)


def made_up_questions(rng: random.Random, many: int) -> list[str]:
    """Questions of every kind, of the words of the sample, nested and denied."""
    words: list[str] = [
        word
        for a in sample_articles()
        for word in re.findall(r"[\w’'-]{2,}", f"{a.title} {a.text}")
    ]
    pairs = list(pairwise(words))

    def part() -> str:
        word, other, (first, second) = rng.choice(words), rng.choice(words), rng.choice(pairs)
        return rng.choice(
            [word, word, word, f"={word}", f"{word[:3]}*", f"{word}~", f'"{first} {second}"', f"title:{word}",
             "author:keld", f"{first} NEAR/{rng.randint(1, 9)} {other}", f"{first}-{second}", f"{first}{second}",
             "after:2012", "date:2012..2014"]
        )  # fmt: skip

    def whole(depth: int = 0) -> str:
        pieces = []
        for _ in range(rng.randint(1, 3)):
            inner = part() if depth > 2 or rng.random() < 0.75 else f"({whole(depth + 1)})"
            pieces.append(("-" if rng.random() < 0.2 else "") + inner)
        joined = (
            f"{piece}{rng.choice([' ', ' ', ' OR ', ' AND ', ' NOT '])}" for piece in pieces[:-1]
        )
        return "".join(joined) + pieces[-1]

    return [whole() for _ in range(many)]
