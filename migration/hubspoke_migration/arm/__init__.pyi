from .compare import Answered as Answered
from .documents import main_subscription as main_subscription
from .documents import read_documents as read_documents
from .files import adoption_files as adoption_files
