"""The server: JSON over HTTP on a workspace, and the built page."""
