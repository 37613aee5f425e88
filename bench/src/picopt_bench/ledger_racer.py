"""One racing process of the ledger's benchmark: threads that reserve, capture, release and refund the same references.

Imported once by a fork server, so that the replacement of a killed racer costs nothing; `DATABASE_URL` says where.
Every answered call is one line of the log (`capture itm_7:export:1 1`), written with one append, so that a SIGKILL
loses at most one.
"""

import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from zlib import crc32

import django

from picopt_bench.ledger_order import Order

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "picopt_saas.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 -- Django is set up first
from django.db.utils import OperationalError  # noqa: E402 -- Django is set up first

from picopt_saas.accounts.models import Account  # noqa: E402 -- Django is set up first
from picopt_saas.billing import ledger  # noqa: E402 -- Django is set up first

# Racers take references of the last second at random, so that each is tried by several, some of them at once.
REFERENCES_A_SECOND = 60


class Racer:
    """One thread's way through the references."""

    def __init__(self, account: Account, log: int, seed: str, order: Order) -> None:
        self.account, self.log, self.order = account, log, order
        self.random = random.Random(seed)
        self.seed = seed

    def pairs(self) -> None:
        """Reserve and capture new references as fast as possible."""
        for number in self._until_the_end():
            reference = f"{self.seed}-{number}:export:1"
            self._reserve(reference)
            self._do("capture", ledger.capture, reference)

    def bare_pairs(self) -> None:
        """The same in the barest form: two transactions, each of which inserts one row and updates one."""
        for number in self._until_the_end():
            reference = f"{self.seed}-{number}:export:1"
            self._do("reserve", self._insert_and_update, f"{reference}:held")
            self._do("capture", self._insert_and_update, f"{reference}:used")

    def _insert_and_update(self, reference: str) -> bool:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bare_row (reference, credits) VALUES (%s, 1)", [reference])
            cursor.execute("UPDATE bare_wallet SET moved = moved + 1 WHERE account_id = %s", [self.account.pk])
        return True

    def race(self) -> None:
        """Reserve and end references that others work on too."""
        for _ in self._until_the_end():
            newest = int((time.time() - self.order.began) * REFERENCES_A_SECOND)
            number = max(0, newest - self.random.randrange(REFERENCES_A_SECOND))
            self._one(f"itm_{number}:export:1")

    def _until_the_end(self) -> Iterator[int]:
        number = 0
        while time.time() < self.order.ends and not self.order.stop.exists():
            yield number
            number += 1

    def _one(self, reference: str) -> None:
        self._reserve(reference)
        # What becomes of a reference is settled by its name, so that racers agree on most and clash on some.
        fate = crc32(reference.encode()) % 20
        if fate < 14 or self.random.random() < 0.05:
            self._do("capture", ledger.capture, reference)
        elif fate < 17:
            self._do("release", ledger.release, reference)
        elif fate < 19:
            self._do("capture", ledger.capture, reference)
            self._do("refund", ledger.refund, reference)

    def _reserve(self, reference: str) -> None:
        def reserve(name: str) -> bool:
            try:
                ledger.reserve(self.account, [ledger.HoldRequest(reference=name, line="export", credits=1)])
            except ledger.InsufficientCredits:
                return False
            return True

        self._do("reserve", reserve, reference)

    def _do(self, name: str, call: Callable[[str], bool], reference: str) -> None:
        try:
            done = call(reference)
        except OperationalError as error:  # a deadlock would be one: it is counted, and fails the benchmark
            connection.close()
            os.write(self.log, f"error {type(error.__cause__).__name__} 0\n".encode())
            return
        os.write(self.log, f"{name} {reference} {int(done)}\n".encode())


def run(order: Order) -> None:
    """Carry the order out, in as many threads as it says."""
    log = os.open(order.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    account = Account.objects.get(pk=order.account_id)
    racers = [Racer(account, log, f"{order.seed}.{number}", order) for number in range(order.threads)]
    running = [threading.Thread(target=getattr(racer, order.mode)) for racer in racers]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
