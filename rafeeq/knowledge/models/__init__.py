"""Ready replies, procedures and how they are gone through in tickets; articles, their values and their use."""

from rafeeq.knowledge.models.article import (
    Article,
    ArticleEvent,
    ArticleFile,
    Edition,
    Passage,
    Version,
    Writing,
)
from rafeeq.knowledge.models.asked import Asked
from rafeeq.knowledge.models.gap import Gap, Sighting
from rafeeq.knowledge.models.library_change import LibraryChange
from rafeeq.knowledge.models.macro import Macro
from rafeeq.knowledge.models.model_call import ModelCall
from rafeeq.knowledge.models.offer import Offer
from rafeeq.knowledge.models.procedure import Procedure, ProcedureVersion, Step
from rafeeq.knowledge.models.reasons import ReasonLabel
from rafeeq.knowledge.models.run import Run, StepDone, StepFault, Unwritten
from rafeeq.knowledge.models.taking import ArticleImport
from rafeeq.knowledge.models.topic import Topic
from rafeeq.knowledge.models.use import ArticleFault, ArticleUse
from rafeeq.knowledge.models.variable import Mention, Variable

__all__ = [
    "Article",
    "ArticleEvent",
    "ArticleFault",
    "ArticleFile",
    "ArticleImport",
    "ArticleUse",
    "Asked",
    "Edition",
    "Gap",
    "LibraryChange",
    "Macro",
    "Mention",
    "ModelCall",
    "Offer",
    "Passage",
    "Procedure",
    "ProcedureVersion",
    "ReasonLabel",
    "Run",
    "Sighting",
    "Step",
    "StepDone",
    "StepFault",
    "Topic",
    "Unwritten",
    "Variable",
    "Version",
    "Writing",
]
