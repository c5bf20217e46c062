"""Charts: an exhibit's figures and series → coordinates. `templates/charts/<kind>.svg.j2` draws them.

A builder is registered under the exhibit's kind and returns None where there is too little to draw. It is called
once for each width: on a phone a chart is laid out anew, not shrunk. Coordinates are pixels of the view box.
"""

from reporter.rendering.charts import bars, dots, lines, strips
from reporter.rendering.charts.drawing import CHARTS, NARROW, SIZE, WIDE, Drawing, draw

__all__ = ["CHARTS", "NARROW", "SIZE", "WIDE", "Drawing", "bars", "dots", "draw", "lines", "strips"]
