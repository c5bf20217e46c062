"""The website's pages: views, and the templates of `templates/site/` filled with them."""
