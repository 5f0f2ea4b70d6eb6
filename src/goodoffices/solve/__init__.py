"""Arrays in, arrays out: the only home of solvers and workers."""
