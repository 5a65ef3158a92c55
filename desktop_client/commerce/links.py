"""Where a link really leads, and what it tells or pays whom on the way (promise P15). Pure; asks no network.

Sidelight adds nothing to an address and takes nothing out of it: what is found is said. Redirects aren't followed, so
"leads to" is the site that the browser is sent to, and a paid link may go on from there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus, urlsplit

from desktop_client.addresses import Address, read_address
from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.offer import Offer
from desktop_client.wording import Sentence, say

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


class Kind(StrEnum):
    """What a code in an address does: pays somebody for the sale, or tells where the visitor comes from."""

    PAYS = "pays"
    TELLS = "tells"


@dataclass(frozen=True, slots=True)
class Code:
    """A parameter of an address that has nothing to do with what it shows."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Rule:
    """Names of parameters, ``*`` at the end for any ending, and the sites that use them so; no sites: everywhere."""

    names: str
    kind: Kind
    sites: str = ""

    def covers(self, name: str, site: str) -> bool:
        if self.sites and site not in self.sites.split():
            return False
        return any(name == each or (each[-1] == "*" and name.startswith(each[:-1])) for each in self.names.split())


_RULES = (
    # Amazon Associates: the partner's tracking id, a sub-tag, the kind of link.
    _Rule("tag ascsubtag linkcode", Kind.PAYS, "amazon"),
    # eBay Partner Network: the partner's campaign.
    _Rule("campid", Kind.PAYS, "ebay"),
    # Awin, CJ Affiliate, impact.com, Rakuten Advertising, ShareASale, Tradedoubler, Admitad: the click or the partner,
    # on every shop that takes part.
    _Rule("awc awinaffid cjevent cjdata irclickid irgwc ranmid raneaid ransiteid sscid tduid admitad_uid", Kind.PAYS),
    # Post Affiliate Pro, Refersion, UpPromote: programmes that single shops run.
    _Rule("a_aid a_bid rfsn sca_ref", Kind.PAYS),
    # AliExpress Portals.
    _Rule("aff_fcid aff_fsk aff_platform aff_trace_key", Kind.PAYS),
    # Names that partner programmes of single shops use, and TUNE's documented one (aff_id).
    _Rule("aff affid aff_id affiliate affiliate_id", Kind.PAYS),
    # Duoduo Jinbao (多多进宝): the partner's position and its signature.
    _Rule("pid cpssign", Kind.PAYS, "yangkeduo pinduoduo"),
    # Google Analytics' campaign parameters; click ids of Google, Meta, Microsoft, TikTok, Yandex; Mailchimp's reader.
    _Rule("utm_* gclid dclid gbraid wbraid gad_source fbclid msclkid ttclid yclid mc_cid mc_eid", Kind.TELLS),
    # Alibaba's position model (超级位置模型) and the ids of its own advertisements.
    _Rule("spm scm ali_refid ali_trackid", Kind.TELLS),
    # Amazon: which box of which page was pressed.
    _Rule("pd_rd_* pf_rd_*", Kind.TELLS, "amazon"),
)
_PARTNERS = (
    # Alibaba's, JD's and Pinduoduo's own programmes, and eBay's.
    ".s.click.taobao.com", ".s.click.tmall.com", ".s.click.aliexpress.com", ".uland.taobao.com", ".u.jd.com",
    ".union-click.jd.com", ".p.pinduoduo.com", ".rover.ebay.com",
    # Awin, ShareASale, CJ Affiliate, Rakuten Advertising, Partnerize, impact.com.
    ".awin1.com", ".zenaps.com", ".tidd.ly", ".shareasale.com", ".shrsl.com", ".anrdoezrs.net", ".dpbolvw.net",
    ".jdoqocy.com", ".kqzyfj.com", ".tkqlhce.com", ".qksrv.net", ".emjcd.com", ".apmebf.com", ".click.linksynergy.com",
    ".prf.hn", ".sjv.io", ".pxf.io", ".ojrq.net", ".7eer.net", ".evyy.net",
    # Ascend by Partnerize (Pepperjam), AvantLink, LTK.
    ".pjatr.com", ".pjtra.com", ".pntra.com", ".pntrac.com", ".pntrs.com", ".gopjn.com", ".avantlink.com", ".rstyle.me",
    # Skimlinks, Sovrn, Tradedoubler, TradeTracker, Webgains, Admitad.
    ".go.skimresources.com", ".go.redirectingat.com", ".redirect.viglink.com", ".clk.tradedoubler.com",
    ".tc.tradetracker.net", ".track.webgains.com", ".ad.admitad.com", ".alitems.com",
)  # fmt: skip
"""Hosts of partner programmes: whoever goes by way of one of them is counted, and the sale is paid for."""
_TAOBAO_PARTNER = re.compile(r"mm_\d+_\d+_\d+")
"""A Taobao Union PID (member, site, position), in whichever parameter it stands."""


class Sign(StrEnum):
    """What about a host may deceive the eye."""

    OTHER_LETTERS = "other_letters"
    MIXED_ALPHABETS = "mixed_alphabets"
    LOOKS_LIKE = "looks_like"
    NUMBER = "number"
    PORT = "port"


_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC", "HANGUL", "BOPOMOFO"})
"""Alphabets that are written together, and with Latin letters (UTS 39, section 5.2, "highly restrictive")."""
_MOST_NAMES = 6
_LONGEST_NAME = 32
_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=1_024)
def domain(host: str) -> str | None:
    """The registrable domain of a host in ASCII, port or not: ``example.co.uk`` of ``shop.example.co.uk:8443``.

    None for a number and for a name that nobody can register.
    """
    name = _name(host)
    if _is_number(name):
        return None
    found = _suffixes().privatesuffix(name)
    return str(found) if found else None


def same_site(one: Address, other: Address) -> bool:
    """Whether two addresses lead to one site: the same registrable domain or, where there is none, the same host."""
    first, second = domain(one.host), domain(other.host)
    return first == second if first and second else one.host == other.host


def codes(address: Address) -> tuple[Code, ...]:
    """The parameters that are known to pay or to tell, each name once, as it stands in the address. What stands behind
    ``#`` is among them: no server sees it, and scripts of partner programmes read it there.
    """
    parts = urlsplit(address.full)
    carried = [*parts.query.split("&"), *(pair for pair in parts.fragment.split("&") if "=" in pair)]
    if carried == [""]:
        return ()
    site = (domain(address.host) or "").partition(".")[0]
    found: dict[str, Code] = {}
    for pair in carried:
        # Read as a server would, and shown as it is: what hides in percent signs can't reorder the line around it.
        name, _, value = pair.partition("=")
        kind = Kind.PAYS if _TAOBAO_PARTNER.search(unquote_plus(value)) else _kind(unquote_plus(name).lower(), site)
        if kind is not None and name not in found:
            found[name] = Code(name, kind)
    return tuple(found.values())


def pays(address: Address) -> tuple[str, ...]:
    """The names of the parameters that pay somebody."""
    return tuple(code.name for code in codes(address) if code.kind is Kind.PAYS)


def partner(address: Address) -> str | None:
    """The partner programme's host that an address leads to first; None where it leads to the shop itself."""
    name = _name(address.host)
    return name if f".{name}".endswith(_PARTNERS) else None


def is_paid(address: Address) -> bool:
    """Whether somebody can be paid for what is bought by way of an address."""
    return bool(pays(address)) or partner(address) is not None


def with_evidence(offer: Offer) -> Offer:
    """An offer that owns up to a tracked link, or to a plain one that pays somebody, whatever its source says of it."""
    commercial = offer.commercial
    if commercial.affiliate_link:
        return offer
    own = offer.url_clean or ""
    plain_link = read_address(own) if _may_pay(own) else None
    names = pays(plain_link) if plain_link else ()
    by_way_of = partner(plain_link) if plain_link else None
    if not (names or by_way_of or offer.url_tracked):
        return offer
    payee = "unknown" if commercial.payee == "none" else commercial.payee
    found = f"the link has “{names[0]}”" if names else f"the link goes by way of {by_way_of}" if by_way_of else ""
    evidence = f"{commercial.evidence}; {found or 'it comes with a tracked link'}"
    return replace(offer, commercial=replace(commercial, affiliate_link=True, payee=payee, evidence=evidence))


def _may_pay(url: str) -> bool:
    """Whether an address has to be read: most lead by plain letters to no partner's host and carry nothing, and there
    are thousands.
    """
    if not url.isascii() or "?" in url or "#" in url:
        return True
    host = url.partition("://")[2].partition("/")[0].partition(":")[0].rstrip(".").lower()
    return f".{host}".endswith(_PARTNERS)


def signs(address: Address) -> tuple[Sign, ...]:
    """What about the host may deceive the eye. Finding nothing proves nothing: look at the host in ASCII."""
    name = _name(address.host)
    labels = _written(name).split(".")
    found = {
        Sign.OTHER_LETTERS: _written(name) != name,
        Sign.MIXED_ALPHABETS: any(_is_mixed(label) for label in labels),
        Sign.LOOKS_LIKE: looks_like(address) is not None,
        Sign.NUMBER: _is_number(name),
        Sign.PORT: _port(address) is not None,
    }
    return tuple(sign for sign, is_there in found.items() if is_there)


def looks_like(address: Address) -> str | None:
    """The plain Latin host that this one could be taken for, None if there is none.

    Names that are Cyrillic or Greek to their end are no imitation of anything, so those under an ASCII top-level
    domain are looked at only.
    """
    name = _name(address.host)
    *labels, top = _written(name).split(".")
    if not top.isascii():
        return None
    imitated = [fold(label) if _imitates(label) else label for label in labels]
    return ".".join((*imitated, top)) if imitated != labels else None


def remarks(address: Address) -> tuple[Sentence, ...]:
    """What a person should know before the address is opened, in words."""
    name = _name(address.host)
    own = domain(address.host)
    said = []
    if own is not None and name not in (own, f"www.{own}"):
        said.append(say("The site belongs to {domain}.", domain=own))
    found = signs(address)
    # Written out, an imitation would look like what it imitates.
    said += [_words(s, address) for s in found if s is not Sign.OTHER_LETTERS or Sign.LOOKS_LIKE not in found]
    paying = pays(address)
    if by_way_of := partner(address):
        said.append(say("It goes by way of {host}, where partners are paid for what you buy.", host=by_way_of))
    telling = [code.name for code in codes(address) if code.kind is Kind.TELLS]
    if paying:
        said.append(say("Codes in it that can pay someone for what you buy: {names}.", names=listed(paying)))
    if telling:
        said.append(say("Codes in it that tell where you come from: {names}.", names=listed(telling)))
    return tuple(said)


def listed(names: Sequence[str]) -> str:
    """Names of parameters in one line, however many and however long a stranger made them."""
    short = [name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…" for name in names[:_MOST_NAMES]]
    return ", ".join(short) + (" …" if len(names) > _MOST_NAMES else "")


def _words(sign: Sign, address: Address) -> Sentence:
    if sign is Sign.OTHER_LETTERS:
        return say("Written with letters beyond a to z: {name}.", name=_written(_name(address.host)))
    if sign is Sign.LOOKS_LIKE:
        return say("It looks like {name}, and is another site: not all of its letters are a to z.",
                   name=looks_like(address) or "")  # fmt: skip
    if sign is Sign.PORT:
        return say("It names a port of its own, {port}, as ordinary sites do not.", port=_port(address) or 0)
    if sign is Sign.NUMBER:
        return say("It is a number instead of a name: nothing says whose machine it is.")
    return say("Letters of different alphabets are mixed in the name, as forgers do.")


@cache
def _suffixes() -> PublicSuffixList:
    # Reads the list that comes with the package, when a link is first looked at; it is never fetched.
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


def _name(host: str) -> str:
    return re.sub(r":\d+$", "", host).rstrip(".")


def _is_number(name: str) -> bool:
    return name.startswith("[") or name.rpartition(".")[2].isdigit()


def _port(address: Address) -> int | None:
    parts = urlsplit(address.full)
    return None if parts.port in (None, _PORTS[parts.scheme]) else parts.port


def _kind(name: str, site: str) -> Kind | None:
    return next((rule.kind for rule in _RULES if rule.covers(name, site)), None)


def _written(name: str) -> str:
    """A host name with its own letters, as people would write it; as it is where the punycode is no proper one."""
    try:
        return name if name.startswith("[") else name.encode("ascii").decode("idna")
    except UnicodeError:
        return name


def _is_mixed(label: str) -> bool:
    alphabets = {unicodedata.name(letter, "").partition(" ")[0] for letter in label if letter.isalpha()}
    return len(alphabets) > 1 and not alphabets <= _EAST_ASIAN | {"LATIN"}


def _imitates(label: str) -> bool:
    """Whether a label becomes plain Latin by look-alike letters, and not just by leaving out accents."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", label) if not unicodedata.combining(sign))
    return fold(label).isascii() and fold(label) != bare.lower()
