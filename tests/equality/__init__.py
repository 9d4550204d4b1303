"""Is everything that leaves the portal equal before and after a change that should show nowhere?

    python -m tests.equality collect TREE DIRECTORY [--like BEFORE] [--accounts ACCOUNT …]
    python -m tests.equality compare BEFORE AFTER [--allow FILE] [--only PATTERN …]

``collect`` loads the demonstration of a checkout at one frozen moment, in a process, database and folder of its own,
and writes one text a page or file into DIRECTORY, with what differs at every making taken out (``normal.py`` names it).
Pages are found by following links from "/" for each account of the demonstration, then by filling the resolver's
addresses with the arguments that were seen, at most some of one pattern. ``--like`` asks for the addresses that an
earlier collection asked for instead, so that both hold the same outputs. ``compare`` prints what is missing or differs,
equal differences together, and ends with 1 if there is any.

The process knows Django, paths, form fields and commands of the portal, no module and no name of an address: it runs on
trees whose rooms are elsewhere. Of two commits, with the tree of now beside a checkout of the earlier one:

    git worktree add /tmp/before COMMIT
    python -m tests.equality collect /tmp/before /tmp/equal/before
    python -m tests.equality collect . /tmp/equal/after --like /tmp/equal/before
    python -m tests.equality compare /tmp/equal/before /tmp/equal/after
"""
