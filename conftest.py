"""For every pytest started in this checkout, the notebooks' too: nobody's own settings reach a kernel."""

import os

from recount.app import private_env

private_env.apply()
# Exported for a run of one's own; what is stored was made without.
for name in ("RECOUNT_LANGUAGE", "RECOUNT_THEME", "RECOUNT_DATA", "RECOUNT_OUT", "RECOUNT_READS"):
    os.environ.pop(name, None)
