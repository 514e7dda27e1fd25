"""Many rings: an order book read, worked off by worker processes or a cluster, journalled, released, summed up.

    book = orders.read_book("orders.csv")
    summary = run.run(book, Path("out"), run.Wishes())

Every ring is solved anew for its own size. What a worker hands back is bytes: the caller alone writes.
"""
