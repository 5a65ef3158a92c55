"""What every connector of a Chinese platform makes of an answer that is an error, or none."""

from __future__ import annotations

import contextlib
import copy
import json
import traceback
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standins.json_changes import ANYTHING, changed, places
from standins.statuses import STATUSES
from standins.union_cases import EVERY, Case, but

from desktop_client.commerce.offer import Offer
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sources.shared.rows import Row
from desktop_client.commerce.sources.shared.unions import rows_in


@EVERY
def test_an_error_never_repeats_a_key(case: Case) -> None:
    request = case.first("猫粮")
    for secret in {*case.credentials.values(), *request.secrets} - {case.credentials.get("adzone_id")}:
        if secret in (case.credentials.get("site_id"), case.credentials.get("pid")):
            continue
        for said in (secret, f"key {secret}!", f"<b>{secret}</b>", f"&#{ord(secret[0])};{secret[1:]}"):
            for body in _every_error(case, said):
                error = case.refused(body)
                shown = "".join(traceback.format_exception(error)) + error.in_language("zh")
                assert secret not in shown
                assert "It says" not in shown


def _every_error(case: Case, words: str) -> list[object]:
    """The platform's error forms with these words in every place for words."""
    name = case.source.manifest.id
    if name == "taobao":
        return [
            {"error_response": {"code": code, "msg": words, "sub_code": "isv.x", "sub_msg": words}}
            for code in (25, 7, 31)
        ]
    if name == "jd":
        inner = json.dumps({"code": 403, "message": words})
        return [
            {"error_response": {"code": "12", "zh_desc": words, "en_desc": words}},
            {"jd_union_open_goods_query_responce": {"code": "0", "queryResult": inner}},
        ]
    if name == "pinduoduo":
        return [{"error_response": {"error_code": 20004, "error_msg": words, "sub_msg": words}}]
    if name == "douyin":
        return [{"code": 11, "msg": words, "sub_code": "", "sub_msg": words}]
    return [{"error_code": 10001, "error_msg": words, "data": None}]


@EVERY
def test_a_platforms_own_words_are_told_short_and_plain(case: Case) -> None:
    for body in _every_error(case, "<b>签名</b> &amp; <script>x()</script>" + "长" * 200):
        error = case.refused(body)
        assert "“签名 & 长长" in str(error)
        assert "<" not in str(error)
        assert len(str(error)) < 300
        assert "平台的说法：“签名" in error.in_language("zh")


@EVERY
@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"<html>busy</html>", Fault.SCHEMA),
        (b'{"a":', Fault.SCHEMA),
        (b"\xff\xfe{}", Fault.SCHEMA),
        (b"", Fault.SCHEMA),
        (b"[]", Fault.SCHEMA),
        (b"7", Fault.SCHEMA),
        (b'"text"', Fault.SCHEMA),
        (b"null", Fault.SCHEMA),
        (b"{}", Fault.SCHEMA),
        (b"[" * 100_000, Fault.SCHEMA),
    ],
)
def test_what_is_no_answer_is_said_to_be_none(case: Case, body: bytes, fault: Fault) -> None:
    assert case.refused(body).fault is fault


@EVERY
@pytest.mark.parametrize(("status", "fault"), STATUSES)
def test_a_status_counts_where_the_body_says_nothing(case: Case, status: int, fault: Fault) -> None:
    assert case.refused(b"<html>gateway</html>", status).fault is fault
    assert case.refused(b'{"message": "x"}', status).fault is fault


@EVERY
def test_a_wrong_type_in_a_rows_field_is_unknown_and_rows_of_wrong_types_are_a_fault(case: Case) -> None:
    assert case.given(case.answer).offers
    for wrong in ("text", 7, [1, "x"], {"a": 1}):
        changed = _with_rows(case, wrong)
        assert case.refused(changed).fault is Fault.SCHEMA, wrong


@pytest.mark.parametrize("wrong", ["text", 7, [1], True, {"rows": {"a": 1}}, {"rows": [7]}])
def test_what_stands_around_the_rows_is_looked_at_as_well(wrong: object) -> None:
    with pytest.raises(SourceError):
        rows_in(Row({"data": wrong}), "data.rows")
    for nothing in (None, {}, {"rows": None}, {"rows": {}}, {"rows": []}):
        assert rows_in(Row({"data": nothing}), "data.rows") == ()


def _with_rows(case: Case, rows: object) -> object:
    """The documented answer with something else in place of its rows."""
    answer = copy.deepcopy(case.answer)
    name = case.source.manifest.id
    if name == "taobao":
        answer["tbk_dg_material_optional_upgrade_response"]["result_list"]["map_data"] = rows
    elif name == "jd":
        inner = json.dumps({"code": 200, "data": rows})
        answer["jd_union_open_goods_query_responce"]["queryResult"] = inner
    elif name == "pinduoduo":
        answer["goods_search_response"]["goods_list"] = rows
    elif name == "douyin":
        answer["data"]["products"] = rows
    elif "rows" in answer["data"]:
        answer["data"]["rows"] = rows
    else:
        answer["data"] = rows
    return answer


@EVERY
def test_a_wrong_secret_is_a_wrong_key_in_words(case: Case) -> None:
    field = "x_api_key" if "x_api_key" in case.credentials else next(n for n in case.credentials if "secret" in n)
    with case.served() as (door, _):
        error = _fails(case, door, **{field: "another0secret"})
    assert error.fault is Fault.AUTH
    assert "did not accept the key" in str(error)
    assert "Check the key" in str(error)


@EVERY
def test_a_platform_that_wants_fewer_requests_is_left_alone(case: Case) -> None:
    with case.served() as (door, platform):
        platform.left = 1
        assert door.asked(case.source, case.query("行李箱")).offers
        error = _fails(case, door)
    assert error.fault is Fault.THROTTLED
    assert error.retry_after_s == (17 if case.source.manifest.id == "taobao" else None)


@EVERY
def test_a_key_without_the_permission_is_told_what_to_do(case: Case) -> None:
    with case.served() as (door, platform):
        platform.granted = False
        error = _fails(case, door)
    assert error.fault is Fault.PERMISSION
    assert "permission" in str(error)


@but("smzdm gateway")  # it is told no time
def test_a_clock_that_is_wrong_is_said_to_be(case: Case) -> None:
    skew = case.server.skew_s
    for fast in (skew + 1, -skew - 1):
        with case.served(timedelta(seconds=fast)) as (door, _):
            error = _fails(case, door)
        assert error.fault is Fault.BAD_REQUEST
        assert "clock" in str(error)
    with case.served(timedelta(seconds=skew)) as (door, _):
        assert door.asked(case.source, case.query("行李箱")).offers


def _fails(case: Case, door, **credentials: str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        door.asked(case.source, case.query("行李箱", **credentials))
    return caught.value


@EVERY
@settings(max_examples=120)
@given(data=st.data())
def test_whatever_an_answer_holds_it_is_a_page_or_a_fault(case: Case, data: st.DataObject) -> None:
    answer: object = copy.deepcopy(case.answer)
    inner = case.source.manifest.id == "jd" and data.draw(st.booleans())
    if inner:
        answer = json.loads(case.answer["jd_union_open_goods_query_responce"]["queryResult"])
    for _ in range(data.draw(st.integers(1, 3))):
        answer = changed(answer, data.draw(st.sampled_from(places(answer))), data.draw(ANYTHING))
    if inner:
        text = json.dumps(answer, ensure_ascii=False)
        answer = {"jd_union_open_goods_query_responce": {"code": "0", "queryResult": text}}
    body = json.dumps(answer, ensure_ascii=True).encode()
    offers: tuple[Offer, ...] = ()
    with contextlib.suppress(SourceError):
        page = case.given(body)
        offers = page.offers
    for offer in offers:
        assert offer.title
        assert offer.price is None or offer.price.minor >= 0
        assert 0 <= (offer.commercial.commission_bp or 0) <= 10_000
        assert offer.raw_sha256 in page.raw
