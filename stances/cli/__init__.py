"""The shell command: each command reads, calls one public function, and prints.

Answers go to standard output and messages to standard error, so that answers can be piped.
"""
