"""The product's own settings with a data folder of the run's own, a fast password hash and plain static files.

RAFEEQ_TEST_DATABASE chooses the database: `sqlite` (the default) or `postgresql` (a throw-away cluster). The process
that starts lanes of either kind is given `both`; each lane reads the settings anew.
"""

import atexit
import importlib
import os
import shutil
import sys
import tempfile

from jinja2 import FileSystemBytecodeCache

from tests.postgres import Cluster

KEPT = ("RAFEEQ_EVAL_DATA", "RAFEEQ_TEST_")
for name in [name for name in os.environ if name.startswith("RAFEEQ_") and not name.startswith(KEPT)]:
    del os.environ[name]  # what the developer has set for her own installation is none of the tests' business
for name in ("DATABASE_URL", "EMAIL_URL"):
    os.environ.pop(name, None)

# A lane's folder lies in that of the process that started it, and goes with it.
DATA = tempfile.mkdtemp(prefix="rafeeq-test-", dir=os.environ.get("RAFEEQ_TEST_SHARED"))
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ["RAFEEQ_DATA"] = DATA
os.environ["RAFEEQ_VECTORS"] = "none"  # a test that wants vectors brings its encoder
os.environ.setdefault("RAFEEQ_TEST_SHARED", DATA)  # of the first process: the others of its run meet it there
os.mkdir(f"{DATA}/static")  # the server of static files wants to find it

database = os.environ.get("RAFEEQ_TEST_DATABASE", "sqlite")
# The lanes of one run share the cluster that the first process has started.
if database in {"postgresql", "both"} and "RAFEEQ_TEST_CLUSTER" not in os.environ:
    cluster = Cluster.start()
    atexit.register(cluster.stop)
    os.environ["RAFEEQ_TEST_CLUSTER"] = cluster.url("rafeeq")
if database == "postgresql":
    os.environ["DATABASE_URL"] = os.environ["RAFEEQ_TEST_CLUSTER"]
elif database == "sqlite":
    os.environ.pop("RAFEEQ_TEST_CLUSTER", None)

if "rafeeq.config.settings" in sys.modules:
    importlib.reload(sys.modules["rafeeq.config.settings"])
from rafeeq.config.settings import *  # noqa: E402, F403 - only now does the environment hold what the tests want

# A template that one process of the run has compiled, the others take as it is.
os.makedirs(f"{os.environ['RAFEEQ_TEST_SHARED']}/templates", exist_ok=True)
compiled = FileSystemBytecodeCache(f"{os.environ['RAFEEQ_TEST_SHARED']}/templates")
TEMPLATES[0]["OPTIONS"]["bytecode_cache"] = compiled  # type: ignore[index]  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file and not memory: several threads and processes meet in it as they do in the product.
    DATABASES["default"]["TEST"] = {"NAME": f"{DATA}/test.sqlite3"}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405
elif lane := os.environ.get("RAFEEQ_TEST_LANE"):
    DATABASES["default"]["TEST"] = {"NAME": f"test_{lane}"}  # noqa: F405
