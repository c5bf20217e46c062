"""Work that nobody watches: the daily run, releases of held editions, backfill, corrections, and what they remember.

This room stands above the pipeline, as the command line does: it calls `build` and is called by `reporter.api`.
"""
