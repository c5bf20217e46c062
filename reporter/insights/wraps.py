"""What a week or month was: the two subjects, its course, its sectors, the inside of the index."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.insights.scene import Scene, claim, size, wrap_detector
from reporter.insights.wrap_scene import Wrap, shape_of
from reporter.model import Claim, Figure, Subject

SPLIT = {"week": 0.005, "month": 0.01}
"""Equal weight against cap weight: from here on the average stock and the index tell two stories."""
STYLES = {"week": 0.005, "month": 0.01}


@wrap_detector
def wrap(scene: Scene) -> Iterator[Claim]:
    """The lead's facts: both returns, the closes, the difference, and all of it one period earlier."""
    w = Wrap.of(scene)
    if w is None or w.a_return is None or w.b_return is None or w.gap is None:
        return
    a, b, prior = w.a, w.b, w.prior_gap
    pair = scene.desk.pair("size")
    turn = "none"
    if prior is not None and abs(prior.value) >= 0.003 and abs(w.gap.value) >= 0.003:
        turn = "reversed" if prior.value * w.gap.value < 0 else "extended"
    others = [f for s in scene.desk.lead[2:4] if (f := scene.get(s, "period_return", w.kind)) is not None]
    sizes = pair is not None and {pair.a, pair.b} == {a.id, b.id}
    yield claim(
        "wrap",
        f"{a.id}.{b.id}",
        slots={
            "a_return": w.a_return,
            "b_return": w.b_return,
            "a_close": scene.get(a, "close_level", "1d"),
            "b_close": scene.get(b, "close_level", "1d"),
            "gap": w.gap,
            "others": others,
            "sessions": scene.get(a, "window_sessions", w.kind),
            "gap_prior": prior,
        },
        roles={"a": a.id, "b": b.id},
        facts={
            **w.facts,
            "shape": shape_of(w.a_return, w.b_return),
            "a_size": size(w.a_return),
            "b_size": size(w.b_return),
            "gap_size": size(w.gap),
            "same_direction": w.a_return.printed * w.b_return.printed > 0,
            "turn": turn,
            "sizes": sizes,
            "first_day": w.gap.window.start.isoformat(),
            "last_day": w.gap.window.end.isoformat(),
        },
        salience=1.0,
        sections=("analysis", "summary"),
        polarity="negative" if w.a_return.value < 0 else "positive",
        grade=size(w.a_return),
        rule="period_return of the desk's two lead subjects over the week or month, and their difference",
    )


@wrap_detector
def wrap_rarity(scene: Scene) -> Iterator[Claim]:
    """How long since a week or month as large, for each of the two and for their difference: only from half a year."""
    w = Wrap.of(scene)
    if w is None:
        return
    least = 26 if w.kind == "week" else 12
    for subject, comparator, move in ((w.a, None, w.a_return), (w.b, None, w.b_return), (w.a, w.b, w.gap)):
        since = scene.get(subject, "period_since", w.kind, comparator)
        if move is None or since is None or since.value < least or size(move) not in ("sharp", "extreme"):
            continue
        yield claim(
            "wrap_rarity",
            f"{subject.id}.{comparator.id}" if comparator else subject.id,
            slots={"move": move, "since": since},
            roles={"subject": subject.id, **({"comparator": comparator.id} if comparator else {})},
            facts={
                **w.facts,
                "record": since.params.get("record") == 1,
                "looked_from": since.history.start.isoformat() if since.history else "",
                "up": move.value > 0,
            },
            salience=0.6 + min(since.value / 600, 0.35),
            sections=("analysis",),
            grade=size(move),
            polarity="negative" if move.value < 0 else "positive",
            rule=f"the last one as large in this direction is {least} or more back, and the move in its outer tenth",
        )


@wrap_detector
def wrap_run(scene: Scene) -> Iterator[Claim]:
    """Weeks or months in a row of one sign, from three on: of the difference, and of each subject."""
    w = Wrap.of(scene)
    if w is None:
        return
    for subject, comparator in ((w.a, w.b), (w.a, None), (w.b, None)):
        length = scene.get(subject, "period_run", w.kind, comparator)
        if length is None or abs(length.value) < 3:
            continue
        yield claim(
            "wrap_run",
            f"{subject.id}.{comparator.id}" if comparator else subject.id,
            slots={"length": length},
            roles={"subject": subject.id, **({"comparator": comparator.id} if comparator else {})},
            facts={**w.facts, "up": length.value > 0},
            salience=min(0.4 + 0.06 * abs(length.value) + 0.1 * (comparator is not None), 0.95),
            sections=("analysis", "summary"),
            polarity="positive" if length.value > 0 else "negative",
            rule="at least three weeks or months in a row of one sign",
        )


def _course(scene: Scene, w: Wrap, subject: Subject) -> Claim | None:
    best, worst = scene.get(subject, "best_session", w.kind), scene.get(subject, "worst_session", w.kind)
    up, down = scene.get(subject, "sessions_up", w.kind), scene.get(subject, "sessions_down", w.kind)
    total = scene.get(subject, "period_return", w.kind)
    if best is None or worst is None or up is None or down is None or total is None:
        return None
    ahead = scene.get(w.a, "sessions_ahead", w.kind, w.b)
    records = scene.get(subject, "record_count", w.kind)
    # one session made the whole: without it the sign of the period would be the other
    decisive = worst if total.value < 0 else best
    rest = (1 + total.value) / (1 + decisive.value) - 1
    return claim(
        "wrap_course",
        subject.id,
        slots={
            "best": best,
            "worst": worst,
            "up": up,
            "down": down,
            "sessions": scene.get(subject, "window_sessions", w.kind),
            "ahead": ahead if subject.id == w.a.id else None,
            "records": records if records is not None and records.value > 0 else None,
        },
        roles={"subject": subject.id, "a": w.a.id, "b": w.b.id},
        facts={
            **w.facts,
            "every": ahead is not None and ahead.value == ahead.params.get("counted"),
            "none": ahead is not None and ahead.value == 0,
            "one_day": total.printed != 0 and rest * total.value < 0 and abs(decisive.value) >= 0.005,
            "swing": best.value - worst.value >= 0.03,
            "one_sided": "up" if worst.printed > 0 else "down" if best.printed < 0 else "",
        },
        salience=0.6 if subject.id == w.a.id else 0.5,
        sections=("analysis",),
        grade=size(total),
        rule="best and worst session of the week or month, and whether without one the whole would read otherwise",
    )


@wrap_detector
def wrap_course(scene: Scene) -> Iterator[Claim]:
    """From which sessions the week or month was made, for both subjects."""
    w = Wrap.of(scene)
    for subject in (w.a, w.b) if w is not None else ():
        found = _course(scene, w, subject) if w is not None and w.several else None
        if found is not None:
            yield found


@wrap_detector
def wrap_sectors(scene: Scene) -> Iterator[Claim]:
    """The sectors' order over the week or month, and what became of the last one's first and last."""
    w = Wrap.of(scene)
    if w is None:
        return
    moves = sorted(scene.each("sector", "period_return", w.kind), key=lambda f: (-f.value, f.id))
    before = sorted(scene.each("sector", "period_return", w.prior), key=lambda f: (-f.value, f.id))
    up, down = scene.get("sectors", "sectors_up", w.kind), scene.get("sectors", "sectors_down", w.kind)
    counted, spread = scene.get("sectors", "sectors_counted", w.kind), scene.get("sectors", "sector_spread", w.kind)
    prior_spread = scene.get("sectors", "sector_spread", w.prior)
    if len(moves) < 6 or up is None or down is None or counted is None or spread is None:
        return
    first, last = (before[0], before[-1]) if len(before) == len(moves) else (None, None)
    share = spread.history.percentile if spread.history is not None else None
    most = round(counted.value * 0.72)
    yield claim(
        "wrap_sectors",
        "sectors",
        slots={
            "up": up,
            "down": down,
            "counted": counted,
            "best_return": moves[0],
            "worst_return": moves[-1],
            "spread": spread,
            "prior_spread": prior_spread if first is not None else None,
            "first_now": scene.get(first.subject, "sector_rank", w.kind) if first is not None else None,
            "last_now": scene.get(last.subject, "sector_rank", w.kind) if last is not None else None,
        },
        roles={
            "best": moves[0].subject,
            "worst": moves[-1].subject,
            **({"first": first.subject, "last": last.subject} if first is not None and last is not None else {}),
        },
        facts={
            **w.facts,
            "shape": "all_up" if up.value == counted.value else "all_down" if down.value == counted.value
            else "most_up" if up.value >= most else "most_down" if down.value >= most else "mixed",
            "band": "unknown" if share is None else "wide" if share >= 0.85 else "narrow" if share <= 0.15
            else "middling",
            "wider": prior_spread is not None and spread.printed > prior_spread.printed,
            "kept_first": first is not None and first.subject == moves[0].subject,
            "kept_last": last is not None and last.subject == moves[-1].subject,
            "first_fell": first is not None and first.subject == moves[-1].subject,
            "last_rose": last is not None and last.subject == moves[0].subject,
        },
        salience=0.55,
        sections=("analysis",),
        grade=size(spread),
        rule="order of the sectors' returns over the week or month, beside that of the one before",
    )


def _inside_shape(w: Wrap, b: Figure, ew: Figure, gap: Figure) -> str:
    apart = SPLIT[w.kind]
    if b.value > 0 > ew.value:
        return "carried_average_fell"
    if b.value < 0 < ew.value:
        return "dragged_average_rose"
    if abs(gap.value) < apart:
        return "even"
    return ("lifted_broadly" if gap.value > 0 else "carried") if b.value > 0 else (
        "dragged" if gap.value > 0 else "fell_broadly"
    )


@wrap_detector
def wrap_inside(scene: Scene) -> Iterator[Claim]:
    """What moved the index over the week or month: equal weight beside cap weight, the giants, value and growth."""
    w, pair, ew_subject = Wrap.of(scene), scene.pair("weighting"), scene.one("equal_weight")
    b = scene.one("benchmark")
    if w is None or pair is None or b is None or ew_subject is None:
        return
    change, ew = scene.get(b, "period_return", w.kind), scene.get(ew_subject, "period_return", w.kind)
    gap = scene.get(pair[0], "relative_return", w.kind, pair[1])
    if change is None or ew is None or gap is None:
        return
    basket = scene.get(scene.one("basket"), "basket_return", w.kind)
    giants = sorted(scene.each("giant", "period_return", w.kind), key=lambda f: (-f.value, f.id)) if basket else []
    styles = scene.pair("style_large")
    style = scene.get(styles[0], "relative_return", w.kind, styles[1]) if styles else None
    style_prior = scene.get(styles[0], "relative_return", w.prior, styles[1]) if styles else None
    told = style is not None and abs(style.value) >= STYLES[w.kind]
    yield claim(
        "wrap_inside",
        b.id,
        slots={
            "b_return": change,
            "ew": ew,
            "ew_gap": gap,
            "basket_return": basket,
            "giant_up": [f for f in giants[:2] if f.printed > 0],
            "giant_down": [f for f in giants[::-1][:2] if f.printed < 0],
            "style": style if told else None,
            "style_prior": style_prior if told else None,
        },
        roles={"b": b.id, **({"basket": basket.subject} if basket else {})},
        facts={
            **w.facts,
            "shape": _inside_shape(w, change, ew, gap),
            "style_turn": style is not None and style_prior is not None and style.printed * style_prior.printed < 0,
        },
        salience=0.55,
        sections=("analysis",),
        grade=size(gap),
        rule="equal weight against cap weight over the week or month, the giants' mean, value against growth",
    )
