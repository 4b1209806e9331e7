from .args import DiagnosedArgs as DiagnosedArgs
from .args import FlowLogsArgs as FlowLogsArgs
from .args import FlowLogsShape as FlowLogsShape
from .args import FlowLogTargetArgs as FlowLogTargetArgs
from .component import FlowLogs as FlowLogs
from .component import FlowLogsResources as FlowLogsResources
