"""Names of outlets, so that "told Reuters" is known to name one. A case adds its own."""

from __future__ import annotations

import re

_KNOWN = """
Reuters|AP|Associated Press|AFP|Agence France-Presse|Bloomberg|BBC|CNN|Washington Post
New York Times|Wall Street Journal|WSJ|Financial Times|FT|Guardian|Axios|Politico|TASS|Interfax
RIA Novosti|RIA|Ukrinform|Kyiv Independent|Kyiv Post|Ukrainska Pravda|Suspilne|Al Jazeera|Anadolu
Xinhua|Kyodo|dpa|DPA|Der Spiegel|Spiegel|Le Monde|Le Figaro|Bild|Die Welt|Welt|El País|El Pais
Corriere della Sera|La Repubblica|Meduza|Novaya Gazeta|Kommersant|Izvestia|Sputnik|RT|Economist
Sky News|NBC|NBC News|CBS|CBS News|ABC|ABC News|Fox News|NPR|PBS|MSNBC|Telegraph|Daily Telegraph
Times of London|Times of Israel|Haaretz|Jerusalem Post|Euronews|Deutsche Welle|DW|RFE/RL
Radio Free Europe|Radio Liberty|Voice of America|Yonhap|Nikkei|Hürriyet|Hurriyet|Daily Sabah
Foreign Policy|Foreign Affairs|Newsweek|Time magazine|USA Today|Los Angeles Times|Press TV|IRNA
Al Arabiya|Asharq Al-Awsat|Hindu|South China Morning Post|Global Times|Kathimerini|ANSA|EFE
ITAR-TASS
"""
OUTLETS = frozenset(
    name.strip().casefold() for line in _KNOWN.splitlines() for name in line.split("|") if line
) - {""}
_WEB_NAME = re.compile(r"[a-z][a-z0-9-]*\.(?:[a-z]{2,4}|news|media|press)(?:\.[a-z]{2})?")
_LAST_WORDS = frozenset(
    [
        "post",
        "times",
        "journal",
        "news",
        "herald",
        "tribune",
        "gazette",
        "pravda",
        "telegraph",
        "press",
        "chronicle",
        "observer",
    ]
)
_NOT_NAMES = frozenset({"u.s", "u.n", "e.u", "u.k"})


def plain_name(name: str) -> str:
    """A name without case, article and possessive, for comparing."""
    name = " ".join(name.casefold().replace("’", "'").split())
    return name.removeprefix("the ").removesuffix("'s").strip(' .,:;"“”')


def is_outlet(name: str, own: frozenset[str]) -> bool:
    """Whether the name is that of an outlet: one of the case's own, a known one, or by its form.

    `own` are plain names. By form: a web name (news.example), or a capitalised name of two to five
    words that ends as newspapers do.
    """
    plain = plain_name(name)
    if plain in own or plain in OUTLETS:
        return True
    if _WEB_NAME.fullmatch(plain) and plain not in _NOT_NAMES:
        return True
    parts = name.split()
    return (
        2 <= len(parts) <= 5
        and plain.rpartition(" ")[2] in _LAST_WORDS
        and parts[-1][:1].isupper()
        and parts[-2][:1].isupper()
    )
