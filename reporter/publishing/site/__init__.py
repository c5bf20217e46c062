"""The website's files: what editions give to it, parts that are kept and shared, feeds, sitemaps, the search index."""
