from .args import SpokeArgs as SpokeArgs
from .args import SpokeShape as SpokeShape
from .attached_spoke import AttachedSpoke as AttachedSpoke
from .attached_spoke_args import AttachedShape as AttachedShape
from .attached_spoke_args import AttachedSpokeArgs as AttachedSpokeArgs
from .component import Spoke as Spoke
from .component import SpokeResources as SpokeResources
from .egress_checks import egress_problems as egress_problems
