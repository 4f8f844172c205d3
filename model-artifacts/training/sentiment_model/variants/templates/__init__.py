"""Templates of sentences by kind. Each module maps the labels of its kind to their templates, one a line."""
