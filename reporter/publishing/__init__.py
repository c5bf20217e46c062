"""Pages → files: HTML, PDF, Markdown, JSON and prices, written as one folder that is either old or new, never half.

Nothing is imported here: a site is published without the libraries of prices and paper.
"""
