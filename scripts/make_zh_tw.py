"""Makes locales/zh_TW from locales/zh_CN: OpenCC's Taiwan phrases, and scripts/zh_tw.toml for what OpenCC cannot know.

    python scripts/make_zh_tw.py            writes what has changed, and names it
    python scripts/make_zh_tw.py --check    writes nothing; ends with 1 and names every file that is not current

Only words are converted. In phrases, Jinja's syntax stays as it is: text between tags is converted, comments, and the
Chinese string literals inside tags. Keys, ids, msgids and placeholders are Latin and pass through unchanged. Editors'
words in the notes of the embedded sample get a `zh_TW` beside each `zh_CN`, by the same rules.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SOURCE, TARGET = "zh_CN", "zh_TW"
RULES = Path(__file__).with_name("zh_tw.toml")
SAMPLE_NOTES = ROOT / "reporter" / "notes" / "sample"

CHINESE = re.compile(r"[\u3007\u3400-\u9fff]")
TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.DOTALL)
LITERAL = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")
TABLE = re.compile(r"^\[(?P<name>[^\]]+)\]")
ENTRY = re.compile(r"^(?P<key>[\w-]+) = ")
FIRST_PLACEHOLDER = 0xE000

Words = Callable[[str], str]


class Rules:
    """scripts/zh_tw.toml: `terms` before OpenCC, whole `literals`, `labels` by msgid, tables that replace or add."""

    def __init__(self, table: Mapping[str, Any], convert: Words) -> None:
        self.terms: Mapping[str, str] = table["terms"]
        self.literals: Mapping[str, str] = table["literals"]
        self.labels: Mapping[str, str] = table["labels"]
        self.settings: Mapping[str, Mapping[str, Any]] = table["settings"]
        self.names: Mapping[str, Mapping[str, str]] = table["names"]
        self.reading: Mapping[str, list[str]] = table["reading"]
        self._convert = convert
        self._longest_first = sorted(self.terms, key=lambda term: (-len(term), term))
        self._pattern = re.compile("|".join(map(re.escape, self._longest_first)))
        self._place = {term: chr(FIRST_PLACEHOLDER + i) for i, term in enumerate(self._longest_first)}

    def words(self, text: str) -> str:
        """Text in Traditional characters. Terms are put away while OpenCC reads, so that it sees whole phrases."""
        if not CHINESE.search(text) and "\u201c" not in text and "\u201d" not in text:
            return text
        text = self._convert(self._pattern.sub(lambda match: self._place[match.group()], text))
        text = re.sub(
            "[\ue000-\uf8ff]", lambda m: self.terms[self._longest_first[ord(m.group()) - FIRST_PLACEHOLDER]], text
        )
        text = re.sub("\u2018([^\u2019]*)\u2019", "\u300e\\1\u300f", text)
        text = text.replace("\u201c", "\u300c").replace("\u201d", "\u300d")
        return re.sub("(?<=[\u3400-\u9fff])\u00b7(?=[\u3400-\u9fff])", "\u2027", text)

    def literal(self, match: re.Match[str]) -> str:
        quote, inner = match.group()[0], match.group()[1:-1]
        return quote + self.literals.get(inner, self.words(inner)) + quote


def rules(convert: Words) -> Rules:
    return Rules(tomllib.loads(RULES.read_text(encoding="utf-8")), convert)


def phrases(text: str, by: Rules) -> str:
    """A phrase file: what stands between tags, comments, and string literals inside tags."""
    parts = TAG.split(text)
    for number, part in enumerate(parts):
        if number % 2 == 0 or part.startswith("{#"):
            parts[number] = by.words(part)
        else:
            code = LITERAL.sub(by.literal, part)
            parts[number] = re.sub(rf"\b(text|quote)_{SOURCE}\b", rf"\1_{TARGET}", code)
    return "".join(parts)


def catalogue(text: str, by: Rules) -> str:
    """A catalogue: comments and msgstr; an entry that `labels` names is taken from there."""
    out: list[str] = []
    identity = ""
    replaced = False
    for line in text.splitlines():
        if line.startswith("msgid "):
            identity, replaced = line[7:-1], False
            out.append(line)
        elif line.startswith("msgstr ") and identity in by.labels:
            out.append(f'msgstr "{by.labels[identity]}"')
            replaced = True
        elif line.startswith('"') and replaced:
            continue
        else:
            out.append(by.words(line.replace(f"Language: {SOURCE}", f"Language: {TARGET}")))
    return "\n".join(out) + "\n"


def _written(value: object) -> str:
    """A value as TOML writes it: text or a list of texts."""
    if isinstance(value, str):
        return f'"{value}"'
    assert isinstance(value, list)
    return "[" + ", ".join(map(_written, value)) + "]"


def settings(text: str, by: Rules) -> str:
    """locale.toml: converted, then the keys of `settings` replaced."""
    table, out = "", []
    waiting = {(section, key) for section, entries in by.settings.items() for key in entries}
    for line in text.splitlines():
        found = TABLE.match(line)
        table = found["name"] if found else table
        entry = ENTRY.match(line)
        place = (table or "top", entry["key"]) if entry else None
        if place is not None and place in waiting:
            waiting.remove(place)
            out.append(f"{place[1]} = {_written(by.settings[place[0]][place[1]])}")
        else:
            out.append(by.words(line))
    if waiting:
        raise SystemExit(f"{RULES.name}: locale.toml has no {sorted(waiting)}; take them out of [settings]")
    return "\n".join(out) + "\n"


def names(text: str, by: Rules) -> str:
    """names.toml: converted; a table that `names` has is replaced as a whole, and one that it adds follows."""
    out: list[str] = []
    left = dict(by.names)
    replaced = False
    for line in text.splitlines():
        found = TABLE.match(line)
        if found:
            forms = left.pop(found["name"], None)
            replaced = forms is not None
            out.append(line)
            out += [f'{form} = "{words}"' for form, words in (forms or {}).items()]
        elif not (replaced and ENTRY.match(line)):
            out.append(by.words(line))
    if left:
        raise SystemExit(f"{RULES.name}: names.toml has no {sorted(left)}; take them out of [names]")
    return "\n".join(out) + "\n"


def reading(text: str, by: Rules) -> str:
    """reading.toml: converted, each list without repeats and with the words that `reading` adds."""
    table, out = "", []
    seen: set[str] = set()
    left = {**by.reading}
    for line in by.words(text).splitlines():
        found = TABLE.match(line)
        if found:
            table, seen = found["name"], set()
        key, equals, value = line.partition(" = ")
        place = f"{table}.{key}"
        if equals and key in seen and not line.startswith("#"):
            continue  # two Simplified words that Traditional writes alike
        if equals:
            seen.add(key)
        if equals and value.startswith("[") and value.endswith("]"):
            words = [*tomllib.loads(f"x = {value}")["x"], *left.pop(place, [])]
            line = f"{key} = {_written(list(dict.fromkeys(words)))}"
        elif equals and value.startswith("[") and place in left:
            line = f"{key} = [" + ", ".join(map(_written, left.pop(place))) + ", " + value[1:]
        out.append(line)
    if left:
        raise SystemExit(f"{RULES.name}: reading.toml has no list {sorted(left)}; take them out of [reading]")
    return "\n".join(out) + "\n"


def lexicon(text: str, by: Rules) -> str:
    return by.words(text)


def notes(text: str, by: Rules) -> str:
    """Notes: after each `zh_CN` text its `zh_TW`, on its own line or inside the braces."""
    text = re.sub(rf"^ *{TARGET}: .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(rf'\b{TARGET}: ("(?:[^"\\]|\\.)*"|[^,{{}}"]+), ', "", text)
    text = re.sub(
        rf"^( *){SOURCE}: (.*)$", lambda m: f"{m[0]}\n{m[1]}{TARGET}: {by.words(m[2])}", text, flags=re.MULTILINE
    )
    return re.sub(
        rf'\{{{SOURCE}: ("(?:[^"\\]|\\.)*"|[^,{{}}"]+), ', lambda m: f"{m[0]}{TARGET}: {by.words(m[1])}, ", text
    )


HEAD = "make_zh_tw.py"


def _headed(path: Path, text: str) -> str:
    """The file with a line that says where it comes from."""
    line = f"Made from {SOURCE} by scripts/{HEAD}; change {SOURCE} or scripts/{RULES.name}, then run it again."
    return (f"{{# {line} #}}\n" if path.suffix == ".j2" else f"# {line}\n") + text


def made(convert: Words, locales: Path = ROOT / "locales", sample: Path = SAMPLE_NOTES) -> dict[Path, str]:
    """Every file of the locale and of the sample's notes with the text that it should have."""
    by = rules(convert)
    source, target = locales / SOURCE, locales / TARGET
    files: dict[Path, str] = {}
    for name, rewrite in (
        ("locale.toml", settings),
        ("names.toml", names),
        ("lexicon.toml", lexicon),
        ("definitions.toml", lexicon),
        ("reading.toml", reading),
        ("LC_MESSAGES/reporter.po", catalogue),
    ):
        files[target / name] = _headed(target / name, rewrite((source / name).read_text(encoding="utf-8"), by))
    for path in sorted((source / "phrases").glob("*.j2")):
        files[target / "phrases" / path.name] = _headed(path, phrases(path.read_text(encoding="utf-8"), by))
    for path in sorted(sample.glob("*.yaml")):
        files[path] = notes(path.read_text(encoding="utf-8"), by)
    return files


def stale(files: Mapping[Path, str], locales: Path = ROOT / "locales") -> list[Path]:
    """Files that are not as they should be, and files of the target folder that should not be there."""
    changed = [p for p, text in files.items() if not p.is_file() or p.read_text(encoding="utf-8") != text]
    return changed + [p for p in sorted((locales / TARGET).rglob("*")) if p.is_file() and p not in files]


def main() -> int:
    parser = argparse.ArgumentParser(description="Make locales/zh_TW from locales/zh_CN.")
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 where a file is not current")
    arguments = parser.parse_args()
    try:
        from opencc import OpenCC
    except ImportError:
        print("OpenCC is not installed: pip install opencc (it is in the dev extra)", file=sys.stderr)
        return 2
    files = made(OpenCC("s2twp").convert)
    for path in stale(files):
        print(path.relative_to(ROOT))
        if not arguments.check:
            if path in files:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(files[path], encoding="utf-8")
            else:
                path.unlink()
    return 1 if arguments.check and stale(files) else 0


if __name__ == "__main__":
    sys.exit(main())
