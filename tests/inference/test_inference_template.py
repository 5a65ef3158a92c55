"""A model's own template is run as its makers meant it, and can neither reach out of its sandbox nor lose a message."""

from __future__ import annotations

import pytest

from desktop_client.inference.template import ChatTemplate, TemplateError, Turn
from desktop_client.inference.wire import MAX_TEMPLATE

ALL = "{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}"


def render(source: str, *turns: tuple[str, str]) -> str:
    return ChatTemplate(source, "<s>", "</s>").render([Turn(role=role, content=text) for role, text in turns])


def test_roles_and_contents_are_where_the_template_puts_them() -> None:
    assert render(ALL, ("system", "S"), ("user", "U"), ("assistant", "A")) == "[system]S[user]U[assistant]A"


def test_the_answer_is_announced_and_special_tokens_are_known() -> None:
    source = "{{ bos_token }}" + ALL + "{% if add_generation_prompt %}{{ eos_token }}[assistant]{% endif %}"
    assert render(source, ("user", "U")) == "<s>[user]U</s>[assistant]"


def test_blocks_are_trimmed_as_templates_expect() -> None:
    source = "{% for m in messages %}\n    {% if true %}\n{{ m.content }}\n    {% endif %}\n{% endfor %}"
    assert render(source, ("user", "U")) == "U\n"


def test_loop_controls_and_plain_json_are_there() -> None:
    source = "{% for m in messages %}{{ m | tojson }}{% break %}{% endfor %}"
    assert render(source, ("user", "<敏>")) == '{"role": "user", "content": "<敏>"}'


def test_nothing_is_escaped_as_if_for_a_web_page() -> None:
    assert render(ALL, ("user", "a < b & 'c'")) == "[user]a < b & 'c'"


def test_a_template_may_refuse_in_its_own_words() -> None:
    source = "{% if messages|length > 1 %}{{ raise_exception('one at a time') }}{% endif %}" + ALL
    with pytest.raises(TemplateError, match="one at a time"):
        render(source, ("user", "a"), ("user", "b"))


@pytest.mark.parametrize(
    "source",
    [
        "{% if messages[0].role == 'system' %}{{ raise_exception('no system role') }}{% endif %}" + ALL,
        "{% for m in messages %}{% if m.role != 'system' %}[{{ m.role }}]{{ m.content }}{% endif %}{% endfor %}",
    ],
    ids=["refuses", "ignores"],
)
def test_a_system_message_without_a_place_goes_before_the_first_question(source: str) -> None:
    got = render(source, ("system", "Be kind."), ("user", "Hi"), ("assistant", "Ho"), ("user", "He"))
    assert got == "[user]Be kind.\n\nHi[assistant]Ho[user]He"


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}" + ALL,
        "{{ messages.__init__.__globals__ }}" + ALL,
        "{{ raise_exception.__globals__['__builtins__'] }}" + ALL,
        "{{ messages.append(1) }}" + ALL,
        "{{ cycler.__init__.__globals__.os.system('true') }}" + ALL,
        "{% include '/etc/passwd' %}" + ALL,
    ],
)
def test_a_template_cannot_get_at_python_or_files(source: str) -> None:
    with pytest.raises(TemplateError):
        render(source, ("user", "U"))


@pytest.mark.parametrize(
    "source",
    [
        "{% for %}",
        "{{ 1 // 0 }}" + ALL,
        "{{ messages[99].content.x }}" + ALL,
        "{{ 'a' * 10000000000000000 }}" + ALL,
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}" + ALL,
        "no place for anybody",
        "x" * (MAX_TEMPLATE + 1) + ALL,
    ],
    ids=["syntax", "zero", "undefined", "memory", "recursion", "loses the message", "too long"],
)
def test_a_broken_template_is_refused_at_once(source: str) -> None:
    with pytest.raises(TemplateError):
        ChatTemplate(source, "", "")
