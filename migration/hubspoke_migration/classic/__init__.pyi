from .outputs import migration_files as migration_files
from .plan import Chapter as Chapter
from .plan import Plan as Plan
from .plan import Step as Step
from .runbook import steps_text as steps_text
