"""Ready replies, procedures, and how they are gone through in tickets."""

from rafeeq.knowledge.models.macro import Macro
from rafeeq.knowledge.models.procedure import Procedure, ProcedureVersion, Step
from rafeeq.knowledge.models.run import Run, StepDone, StepFault, Unwritten

__all__ = ["Macro", "Procedure", "ProcedureVersion", "Run", "Step", "StepDone", "StepFault", "Unwritten"]
