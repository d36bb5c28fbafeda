"""Tests of the adapters: real SDKs over real HTTP, against the sandbox and against servers that answer oddly."""
