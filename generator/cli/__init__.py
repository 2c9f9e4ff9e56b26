"""The command line: `main` builds the parser, and each command is a module of this package.

To add a command:

1. Write a module with `register`, which declares the arguments with `arguments.command`, and `run`, which takes the
   parsed arguments and returns the exit code. Import what the command needs inside `run`, so that `--help` stays fast.
2. Add the module to `_COMMANDS` in `main`, in the order of `--help`, before `completion`.
3. If the command reads a document, let `session.Session` run it: it resolves the settings, and prints the result and
   the diagnostics in the `--format` asked for. Otherwise use `console.guarded`.

`arguments` has the arguments that commands share, `console` writes to the standard streams, and `watch` repeats a run
when its input files change.
"""
