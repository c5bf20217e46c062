"""An edition that can't be made, since too little of its prices came: held with what was measured, without pages."""

from __future__ import annotations

from reporter.data import Delivered
from reporter.errors import HeldError
from reporter.gating import FILE, as_problems, gates_json
from reporter.model import Desk
from reporter.model.gate import LIMITS, Evidence, Gates, Reading
from reporter.publishing.folder import replace_folder
from reporter.request import BuildRequest


def hold_incomplete(request: BuildRequest, desk: Desk, came: Delivered) -> HeldError:
    """Write `gates.json` to the held editions; the error to raise."""
    have, leading = came.present(desk), came.leading(desk)
    limit = LIMITS["too_few_instruments"].model_copy(update={"hold": float(desk.minimum_subjects)})
    evidence = tuple(
        Evidence(
            value=float(len(have)),
            symbol=symbol,
            session=came.session,
            detail=came.absences[symbol].why if symbol in came.absences else "no bar at the session",
        )
        for symbol in [*leading, *(s for s in came.late(desk) if s not in leading)][:20]
    )
    reading = Reading(
        gate="too_few_instruments", outcome="hold", value=float(len(have)), limit=limit, evidence=evidence
    )
    gates = Gates(desk=desk.id, session=came.session, outcome="hold", gates=(reading,))
    folder = request.output / "held" / came.session.isoformat() / desk.id
    replace_folder(folder, {FILE: gates_json(gates)})
    lacks = f"lack {', '.join(leading)}, which the desk leads with" if leading else f"are only {len(have)}"
    return HeldError(
        f"{desk.id} {came.session} is held: its prices {lacks}. Run again when they are there.",
        as_problems([reading], folder),
    )
