"""Compiled templates that all apps of a process, and of those it starts, have in common."""

import tempfile
from functools import cache

from flask import Flask
from jinja2 import FileSystemBytecodeCache


@cache
def keep_compiled() -> "tempfile.TemporaryDirectory[str]":
    """Let apps that are made from now on take compiled templates from a folder, which is returned and must be held."""
    folder = tempfile.TemporaryDirectory(prefix="trainhub-templates-")
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(folder.name)}
    return folder
