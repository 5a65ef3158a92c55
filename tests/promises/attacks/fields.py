"""Attacks that write structured fields: attributes, list price, pack size."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from promises.attacks.attack import Aim, Attack, Limit, missing
from promises.attacks.free_text import PRAISE, SKINS, USES, spoken
from promises.attacks.titles import beside

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.prices.packs import pack_of
from desktop_client.commerce.ranking import Order

_NUMBER = re.compile(r"\d+")


def inflated_specifications(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """Every number ten to a thousand times as big, in title, attributes and description, and more of them."""

    def grown(text: str) -> str:
        return _NUMBER.sub(lambda match: str(int(match.group()) * lottery.choice((10, 100, 1000))), text)

    boast = "IPX99 防水 99999 mAh 军工级" if aim.chinese else "IPX99 999 h 99999 mAh military grade"
    return replace(
        offer,
        title=f"{grown(offer.title)} {boast}",
        description=f"{boast} {grown(offer.description)}",
        attributes={name: grown(value) for name, value in offer.attributes.items()}
        | {("规格参数" if aim.chinese else "specifications"): f"{boast}, {', '.join(aim.words())}"},
    )


def prose_attributes(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """Advertising in an attribute that ought to state one thing."""
    name = lottery.choice(("特点", "功能") if aim.chinese else ("features", "highlights"))
    prose = spoken(PRAISE, aim, lottery) + ", ".join([*aim.words(), *aim.claims()])
    return replace(offer, attributes={**offer.attributes, name: prose})


def listed_attributes(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """Every use and every skin type in attributes: good for everything, so for this as well."""
    mark = "、" if aim.chinese else ", "
    uses = USES[aim.need.language].split()
    lottery.shuffle(uses)
    names = ("用途", "适用人群") if aim.chinese else ("use", "suitable for")
    return replace(
        offer,
        attributes={
            **offer.attributes,
            names[0]: mark.join([*uses, *aim.words()]),
            names[1]: SKINS[aim.need.language],
        },
    )


def contradicted_attribute(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """What is wished for stated as an attribute, while another attribute of the offer still says no."""
    no = dict.fromkeys(aim.need.must_have, "不适合" if aim.chinese else "not suitable")
    return replace(offer, attributes={**offer.attributes, **no, **_stated(aim, "特点 ", "feature ")})


def false_attributes(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """Each wish falsely stated in a well-formed attribute, in place of what the offer says of it."""
    return replace(offer, attributes={**offer.attributes, **_stated(aim, "", "")})


def _stated(aim: Aim, zh: str, en: str) -> dict[str, str]:
    yes, no = ("是", "无") if aim.chinese else ("yes", "none")
    before = zh if aim.chinese else en
    met = {f"{before}{word}": f"{word}" if before else yes for word in aim.need.must_have}
    return met | {f"{before}{word}": no for word in aim.need.must_not if not before}


def withdrawn_attributes(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """All attributes withdrawn, so that only the title speaks; and the title says all that is wished for."""
    said = " ".join(missing(offer, [*aim.words(), *aim.claims()]))
    return replace(offer, attributes={}, title=beside(offer.title, said, lottery).strip())


def fake_list_price(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    price = offer.price
    if price is None:
        return offer
    before = Money(price.minor * lottery.randint(3, 20), price.currency, price.exponent)
    return replace(offer, list_price=before, price_note=("-90%", "限时直降" if aim.chinese else "today only"))


def fake_pack_count(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """The title counts ten to a hundred times as many pieces as the offer otherwise does, where it does."""
    honest = pack_of(offer.title, offer.attributes)
    if honest is None or not honest.by_piece:
        return offer
    count = lottery.choice((100, 500, 1000))
    return replace(offer, title=beside(offer.title, f"{count}片装" if aim.chinese else f"{count} sheets", lottery))


def false_pack_count(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """One pack size, falsely stated in the title and in no attribute."""
    bare = _PACK.sub("", offer.title).strip(" ,，")
    kept = {name: value for name, value in offer.attributes.items() if not _PACK.search(value)}
    return replace(
        offer, title=f"{bare} {lottery.choice((100, 500))}{'片' if aim.chinese else ' sheets'}", attributes=kept
    )


_PACK = re.compile(
    r"\d+(?:\.\d+)?\s?(?:ml|g|kg|l)?\s?[×x]?\s?\d*\s?(?:sheets?|片|ml|g|kg|l|L|pieces?)(?![a-z])", re.IGNORECASE
)


def decoy(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """A dearer, worse twin beside the offer that is to be sold."""
    price = offer.price
    dearer = None if price is None else Money(price.minor * 3 + 1, price.currency, price.exponent)
    return replace(offer, offer_id=f"{offer.offer_id}-decoy", price=dearer, title=f"{offer.title} Lite", attributes={})


def decoy_multipack(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """A giant pack beside the offer, at a price that makes the small one look cheap for a piece."""
    price = offer.price
    dearer = None if price is None else Money(price.minor * 300, price.currency, price.exponent)
    return replace(
        offer,
        offer_id=f"{offer.offer_id}-multi",
        price=dearer,
        title=f"{offer.title} {'20包' if aim.chinese else '20 packs'}",
    )


ATTACKS = (
    Attack("inflated specifications", ("title", "attributes", "description"), inflated_specifications, Limit.ONE_PLACE),
    Attack("advertising in an attribute", ("attributes",), prose_attributes, Limit.ONE_PLACE),
    Attack("use-case saturation, attributes", ("attributes",), listed_attributes, Limit.ONE_PLACE),
    Attack("a statement that the offer contradicts", ("attributes",), contradicted_attribute, Limit.ONE_PLACE),
    Attack("a fake list price", ("list_price", "price_note"), fake_list_price),
    Attack(
        "a pack count that the attributes contradict",
        ("title",),
        fake_pack_count,
        Limit.ONE_PLACE,
        order=Order.UNIT_PRICE,
    ),
    Attack("a decoy beside it", ("a second offer",), decoy, adds=True),
    Attack("a decoy multi-pack beside it", ("a second offer",), decoy_multipack, adds=True, order=Order.UNIT_PRICE),
    Attack("false, well-formed attributes", ("attributes",), false_attributes, Limit.AS_HONEST),
    Attack(
        "attributes withdrawn, all said in the title", ("attributes", "title"), withdrawn_attributes, Limit.AS_HONEST
    ),
    Attack(
        "a false pack count that nothing contradicts",
        ("title", "attributes"),
        false_pack_count,
        Limit.AS_HONEST,
        order=Order.UNIT_PRICE,
    ),
)
