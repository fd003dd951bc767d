"""Measuring: a form's definitions applied to counted cells give every figure of the bulletin."""

from hotline.rules.measuring.measured import Measured, Part, UnitRow
from hotline.rules.measuring.measurer import measure
from hotline.rules.measuring.register import Line, Node, Register, Unit

__all__ = ["Line", "Measured", "Node", "Part", "Register", "Unit", "UnitRow", "measure"]
