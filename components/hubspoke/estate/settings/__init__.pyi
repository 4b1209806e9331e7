from .loading import read_settings as read_settings
from .pins import pins_text as pins_text
from .pins import read_pins as read_pins
from .schema import schema_text as schema_text
from .stack_files import read_stack as read_stack
from .stack_files import stack_folder as stack_folder
from .stack_files import stack_names as stack_names
