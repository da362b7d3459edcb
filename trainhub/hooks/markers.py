"""What marks a hook and its implementations."""

from pluggy import HookimplMarker, HookspecMarker

PROJECT = "trainhub"
hookspec = HookspecMarker(PROJECT)
hookimpl = HookimplMarker(PROJECT)
