"""Settings of the documentation; it builds with warnings as errors."""

from goodoffices.version import __version__

project = "Good Offices"
author = "The Good Offices maintainers"
copyright = "The Good Offices maintainers, Apache-2.0"
release = version = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"Good Offices {release}"
html_copy_source = False
autodoc_typehints = "none"
autodoc_member_order = "bysource"
nitpicky = False
