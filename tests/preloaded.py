"""What every process of tests.programs has imported when it begins."""

import gc
from importlib import import_module

from trainhub import cli, paths
from trainhub.hooks import loading
from trainhub.testing.templates import keep_compiled

for name in (cli.__name__, "gunicorn.app.base", "gunicorn.workers.gthread", "trainhub.testing.make", "alembic.command"):
    import_module(name)
for plugin in loading.find(paths.plugin_folders()).values():
    loading.load_plugin(plugin)
keep_compiled()
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
