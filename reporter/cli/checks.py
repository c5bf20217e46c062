"""What `reporter check` looks at: everything that people write, and whether its parts fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from reporter.annotating import names_of, quantities_of
from reporter.chart_files import chart_problems
from reporter.cli.definition_checks import definition_problems
from reporter.data.overrides import read_overrides
from reporter.desk_files import desk_problems, find_desks, load_desk
from reporter.errors import ConfigError, Problem
from reporter.insights.themes import every_theme
from reporter.language import Language
from reporter.language.catalogue import label_lines
from reporter.metrics import definitions
from reporter.model.themes import WORDED_AS
from reporter.narrative.moves import MOVES
from reporter.notes import load_notes
from reporter.project import Project
from reporter.rendering.review import phrase_problems, template_problems
from reporter.settings import Settings, calendars_file, load_settings
from reporter.toml import read


def everything(project: Project, now: datetime, data: str | None = None, on: date | None = None) -> list[Problem]:
    """Every mistake of a project and of what it overrides at a moment, in order of file and line.

    Notes are compared with the prices of `data` at the last session on or before `on`.
    """
    found = [
        *_settings(project),
        *_desks(project),
        *template_problems(project.folders("templates"), _catalogues(project)),
        *chart_problems(project),
        *_locales(project),
        *_calendars(project),
        *_notes(project, now, data, on),
    ]
    return sorted(
        set(found), key=lambda problem: (problem.path, problem.line or 0, problem.column or 0, problem.message)
    )


def _of(error: ConfigError, path: Path, rule: str) -> Iterable[Problem]:
    """The problems of an error, or the error itself where it is one sentence."""
    return error.problems or (Problem(str(path), error.message, rule),)


def _settings(project: Project) -> Iterator[Problem]:
    """Mistakes of reporter.toml, and a desk in it that there is not."""
    try:
        settings = load_settings(project)
    except ConfigError as error:
        yield from error.problems
        return
    if settings.desk not in find_desks(project):
        path = project.settings_file or project.root
        yield Problem(
            str(path), f"there is no desk {settings.desk!r}; add it to desks/ or name another", "settings-desk"
        )


def _notes(project: Project, now: datetime, data: str | None, on: date | None) -> Iterator[Problem]:
    """Mistakes of the project's research notes, by themselves and against the market."""
    from reporter.reviewing import review

    if project.settings_file is None or not project.path(_settings_or_defaults(project).notes).is_dir():
        return
    try:
        load_settings(project)
    except ConfigError:
        settings = Settings()
        folder = project.path(settings.notes)
        counted, names = quantities_of(project), names_of(project)
        yield from load_notes(folder, now, locales=settings.locales, quantities=counted, names=names).problems
        return
    yield from review(project, now, data, on)


def _calendars(project: Project) -> Iterator[Problem]:
    """Mistakes of the file of closures and openings."""
    path = calendars_file(project, _settings_or_defaults(project))
    if path is not None:
        try:
            read_overrides(path)
        except ConfigError as error:
            yield from _of(error, path, "calendar")


def _desks(project: Project) -> Iterator[Problem]:
    for path in find_desks(project).values():
        try:
            yield from desk_problems(read(path, "desk-toml"))
        except ConfigError as error:
            yield from _of(error, path, "desk-toml")


def _tags(project: Project) -> tuple[str, ...]:
    """Every locale that there is, and every one that the settings ask for."""
    there = {path.parent.name for root in project.folders("locales") for path in root.glob("*/locale.toml")}
    return tuple(sorted(there | set(_settings_or_defaults(project).locales)))


def _settings_or_defaults(project: Project) -> Settings:
    """The settings, or the defaults where the file has mistakes: the other checks go on."""
    try:
        return load_settings(project)
    except ConfigError:
        return Settings()


def _locales(project: Project) -> Iterator[Problem]:
    """Each locale by itself, then their labels side by side."""
    roots = project.folders("locales")
    labels: dict[str, dict[str, str]] = {}
    for tag in _tags(project):
        try:
            language = Language.load(tag, roots)
            labels[tag] = dict(language.catalogue)
            yield from _names(language, project, roots[0])
            yield from _phrases(language, roots)
            yield from definition_problems(language, roots, frozenset(metric.id for metric in definitions()))
        except ConfigError as error:
            yield from _of(error, roots[-1] / tag, "locale")
    yield from _label_problems(labels, roots, frozenset(_settings_or_defaults(project).locales))


def _catalogues(project: Project) -> dict[str, dict[str, str]]:
    """Labels of every locale that can be read."""
    found = {}
    for tag in _tags(project):
        try:
            found[tag] = dict(Language.load(tag, project.folders("locales")).catalogue)
        except ConfigError:
            continue  # told with the locales
    return found


def _names(language: Language, project: Project, root: Path) -> Iterator[Problem]:
    """Subjects of desks that the locale has no name for: their symbols stand in, which a reader may not know."""
    path = root / language.tag / "names.toml"
    for name in find_desks(project):
        try:
            subjects = load_desk(name, project).subjects
        except ConfigError:
            continue
        for subject in sorted(set(subjects) - {each for each in subjects if each in language.names}):
            message = f"there is no name for {subject} of the desk {name}; its symbol stands in"
            yield Problem(str(path), message, "name-missing", severity="warning")


def _phrases(language: Language, roots: Iterable[Path]) -> Iterator[Problem]:
    """Phrase files that cannot be read, and themes and moves that the locale cannot say."""
    folders = [root / language.tag / "phrases" for root in reversed(tuple(roots))]
    there = [folder for folder in folders if folder.is_dir()]
    needed = frozenset(f"title_{WORDED_AS.get(theme, theme)}" for theme in every_theme())
    needed |= {f"passage_{move.name}" for move in MOVES} | {f"heading_{move.name}" for move in MOVES if move.heading}
    asked = needed | {f"heading_{move.name}" for move in MOVES}
    yield from phrase_problems(language, there, asked, needed)


def _label_problems(
    labels: dict[str, dict[str, str]], roots: Sequence[Path], spoken: frozenset[str]
) -> Iterator[Problem]:
    """Labels that one locale has and another lacks, that hold different placeholders, or markup.

    Labels that a project adds are needed in the languages that it publishes (`spoken`) alone.
    """
    import string

    def placeholders(text: str) -> frozenset[str]:
        return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)

    def usual(key: str) -> tuple[str, frozenset[str]]:
        """What most locales hold, and one that holds it: the odd one out has the mistake."""
        held = {other: placeholders(known[key]) for other, known in labels.items() if key in known}
        most, _ = Counter(held.values()).most_common(1)[0]
        return next(other for other, own in held.items() if own == most), most

    shipped = {key for tag in labels if (roots[0] / tag).is_dir() for key in Language.load(tag, roots[:1]).catalogue}
    every = sorted({key for known in labels.values() for key in known})
    for tag, known in labels.items():
        path, lines = _strongest(roots, tag)
        for key in every:
            there, expected = usual(key)
            if key not in known:
                # Singulars are a matter of the language.
                if not key.endswith(".one") and (key in shipped or tag in spoken):
                    yield Problem(path, f"the label {key!r} of {there} is missing", "label-missing")
                continue
            if placeholders(known[key]) != expected:
                message = f"the label {key!r} has other placeholders than in {there}"
                yield Problem(path, message, "label-placeholders", lines.get(key))
            if "<" in known[key]:
                message = f"the label {key!r} holds markup; a label is plain text, the template marks it up"
                yield Problem(path, message, "label-markup", lines.get(key))


def _strongest(roots: Sequence[Path], tag: str) -> tuple[str, dict[str, int]]:
    """The catalogue that has the last word on a locale's labels, and where they stand in it."""
    paths = [root / tag / "LC_MESSAGES" / "reporter.po" for root in roots]
    there = [path for path in paths if path.exists()]
    path = there[-1] if there else paths[0]
    return str(path), dict(label_lines(path))
