"""Traditional Chinese is what the script makes of Simplified, and nothing of the syntax is lost on the way."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE, TARGET = ROOT / "locales" / "zh_CN", ROOT / "locales" / "zh_TW"


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_zh_tw", ROOT / "scripts" / "make_zh_tw.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = _script()


def test_the_committed_locale_is_what_the_script_makes() -> None:
    opencc = pytest.importorskip("opencc", reason="OpenCC makes zh_TW; it is in the dev extra (pip install opencc)")
    files = script.made(opencc.OpenCC("s2twp").convert)
    assert [str(path.relative_to(ROOT)) for path in script.stale(files)] == [], "run: python scripts/make_zh_tw.py"


def test_it_has_the_files_of_its_source() -> None:
    files = {
        str(path.relative_to(folder)) for folder in (SOURCE, TARGET) for path in folder.rglob("*") if path.is_file()
    }
    assert files == {str(path.relative_to(TARGET)) for path in TARGET.rglob("*") if path.is_file()}


@pytest.mark.parametrize("path", sorted((SOURCE / "phrases").glob("*.j2")), ids=lambda path: path.name)
def test_only_words_of_phrases_differ(path: Path) -> None:
    """Tags stay where they are; inside them only string literals and the names of a locale's words change."""

    def tags(text: str) -> list[str]:
        found = [tag for tag in script.TAG.findall(text) if not tag.startswith("{#")]
        return [re.sub(r"zh_(CN|TW)", "", script.LITERAL.sub("''", tag)) for tag in found]

    own = (TARGET / "phrases" / path.name).read_text(encoding="utf-8")
    assert tags(own) == tags(path.read_text(encoding="utf-8"))
    latin = [literal for literal in script.LITERAL.findall("".join(script.TAG.findall(own))) if literal.isascii()]
    theirs = "".join(script.TAG.findall(path.read_text(encoding="utf-8")))
    assert latin == [literal for literal in script.LITERAL.findall(theirs) if literal.isascii()]


@pytest.mark.parametrize("name", ["locale.toml", "names.toml", "lexicon.toml", "reading.toml"])
def test_tables_keep_their_keys(name: str) -> None:
    def keys(value: Any, path: str = "") -> set[str]:
        return (
            {path} | {k for key, inner in value.items() for k in keys(inner, f"{path}.{key}")}
            if isinstance(value, dict)
            else {path}
        )

    own, theirs = (keys(tomllib.loads((f / name).read_text(encoding="utf-8"))) for f in (TARGET, SOURCE))
    assert {k for k in own if k.isascii()} - {k for k in theirs} == set()
    forms = {k for k in theirs - own if k.isascii()}
    assert {k for k in forms if not k.startswith(".googl")} == set()


def test_it_is_written_as_taiwan_writes() -> None:
    settings = tomllib.loads((TARGET / "locale.toml").read_text(encoding="utf-8"))
    assert (settings["language"], settings["babel"]) == ("zh-Hant", "zh_Hant_TW")
    assert (settings["fonts"]["sans"], settings["fonts"]["serif"]) == ("Noto Sans CJK TC", "Noto Serif CJK TC")
    assert not [name for name in settings["fonts"]["sans_else"] + settings["fonts"]["serif_else"] if "SC" in name]
    assert settings["lists"]["quotes"] == ["「", "」"]
    assert settings["colours"]["rising"] == "red"
    words = "\n".join(
        path.read_text(encoding="utf-8") for path in TARGET.rglob("*") if path.is_file() and path.name != "reading.toml"
    )
    for wanted in (
        "類股",
        "小型股",
        "大型股",
        "殖利率",
        "本益比",
        "聯準會",
        "那斯達克",
        "道瓊",
        "輝達",
        "標普500",
        "羅素2000",
        "均線",
    ):
        assert wanted in words
    for foreign in (
        "板塊",
        "小盤",
        "大盤股",
        "收益率",
        "市盈率",
        "美聯儲",
        "納斯達克",
        "道瓊斯",
        "英偉達",
        "“",
        "”",
        "信息",
        "軟件",
        "默認",
    ):
        assert foreign not in words


class Words:
    """The rules with letters that change places instead of OpenCC: a fake that shows what is converted."""

    @staticmethod
    def convert(text: str) -> str:
        return text.replace("涨", "漲").replace("对", "對")


@pytest.fixture
def by() -> Any:
    return script.rules(Words.convert)


@pytest.mark.parametrize(
    ("phrase", "made"),
    [
        ("{{ x|pct }}涨", "{{ x|pct }}漲"),
        ("{% if x.对 == '涨' %}“对”{% endif %}", "{% if x.对 == '漲' %}「對」{% endif %}"),
        ("{# 对 #}{{ '小盘' if x else 'flat' }}", "{# 對 #}{{ '小型股' if x else 'flat' }}"),
        ("{{ c.text_zh_CN }}", "{{ c.text_zh_TW }}"),
        ("美联储与“板块”", "聯準會与「類股」"),
    ],
)
def test_what_is_converted_in_a_phrase(by: Any, phrase: str, made: str) -> None:
    assert script.phrases(phrase, by) == made


def test_labels_keep_their_ids_and_holes(by: Any) -> None:
    source = 'msgid "rule.对"\nmsgstr "{date}涨"\n\nmsgid "sentiment.mixed"\nmsgstr "混合"\n"二"\n"Language: zh_CN"\n'
    assert script.catalogue(source, by).splitlines()[:5] == [
        'msgid "rule.对"',
        'msgstr "{date}漲"',
        "",
        'msgid "sentiment.mixed"',
        'msgstr "多空互見"',
    ]


def test_a_rule_without_a_place_is_an_error(by: Any) -> None:
    with pytest.raises(SystemExit, match=r"locale\.toml has no"):
        script.settings('language = "x"\n', by)


def test_notes_get_the_words_beside_and_twice_is_once(by: Any) -> None:
    flow = '  text: {zh_CN: "对, 涨", en: "x"}\n'
    block = "    zh_CN: 涨\n    en: up\n"
    once = script.notes(flow + block, by)
    assert once == '  text: {zh_CN: "对, 涨", zh_TW: "對, 漲", en: "x"}\n    zh_CN: 涨\n    zh_TW: 漲\n    en: up\n'
    assert script.notes(once, by) == once
