from .address_plan import AddressPlan as AddressPlan
from .address_plan import PlannedPrefix as PlannedPrefix
from .address_plan import PoolPlan as PoolPlan
from .address_plan import plan_addresses as plan_addresses
from .component import Estate as Estate
