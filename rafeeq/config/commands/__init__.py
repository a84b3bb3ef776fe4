"""The `rafeeq` command line: one file a command, each with `add(commands)` and `run(arguments)`.

Nothing here imports Django before `run`: taking a mail from standard input must be quick and must not need it.
"""
