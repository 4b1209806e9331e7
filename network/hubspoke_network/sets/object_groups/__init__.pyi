from .groups import ObjectGroups as ObjectGroups
from .groups import read_object_groups as read_object_groups
from .services import PROTOCOLS as PROTOCOLS
from .services import Service as Service
from .services import ServiceError as ServiceError
from .services import merged as merged
from .services import read_service as read_service
