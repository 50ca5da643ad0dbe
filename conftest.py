"""For every pytest started in this checkout, the notebooks' too: nobody's own settings reach a kernel."""

from recount import private_env

private_env.apply()
