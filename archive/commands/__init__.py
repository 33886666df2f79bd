"""The commands of ``archive``, for researchers: one module a command."""
