"""The ledger once more, as plainly as possible, in memory: what the real one is compared with."""

from dataclasses import dataclass, field


class RefusedError(Exception):
    pass


@dataclass
class Lot:
    """One grant."""

    name: str
    ends: int | None
    credits: int
    remaining: int
    expired: int = 0
    revoked: int = 0
    taken: int = 0
    claimed: int = 0
    ended: bool = False


@dataclass
class Held:
    credits: int
    parts: list[tuple[Lot, int]]
    state: str = "held"


@dataclass
class Model:
    """One account."""

    lots: list[Lot] = field(default_factory=list)
    holds: dict[str, Held] = field(default_factory=dict)
    debt: int = 0

    def grant(self, name, credits, ends):
        self.lots.append(Lot(name, ends, credits, credits))
        self._settle(credits)

    def reserve(self, requests):
        new = [(name, credits) for name, credits in requests if name not in self.holds]
        total = sum(credits for _, credits in new)
        if total and (self.debt or sum(lot.remaining for lot in self._usable()) < total):
            raise RefusedError
        for name, credits in sorted(new):
            self.holds[name] = Held(credits, self._take(credits))

    def capture(self, name):
        return self._end(name, "held", "captured") is not None

    def release(self, name):
        return self._give_back(self._end(name, "held", "released"))

    def refund(self, name):
        return self._give_back(self._end(name, "captured", "refunded"))

    def expire(self):
        gone = 0
        for lot in self.lots:
            if lot.ended:
                gone += lot.remaining
                lot.expired += lot.remaining
                lot.remaining = 0
        return gone

    def revoke(self, lot, credits):
        taken = min(credits, lot.remaining)
        spent = lot.credits - lot.remaining - lot.expired - lot.taken - lot.claimed
        owed = max(0, min(credits - taken, spent))
        lot.remaining -= taken
        lot.revoked += taken
        lot.taken += taken
        lot.claimed += owed
        self.debt += owed

    def settle(self):
        self.expire()
        self._settle(sum(lot.remaining for lot in self.lots))

    def balance(self):
        def held(state):
            return sum(hold.credits for hold in self.holds.values() if hold.state == state)

        return {
            "granted": sum(lot.credits for lot in self.lots),
            "available": sum(lot.remaining for lot in self.lots if not lot.ended),
            "held": held("held"),
            "used": held("captured"),
            "expired": sum(lot.expired + (lot.remaining if lot.ended else 0) for lot in self.lots),
            "revoked": sum(lot.revoked for lot in self.lots),
            "debt": self.debt,
        }

    def _usable(self):
        """The one that ends first at the front; among equals the older."""
        lots = [lot for lot in self.lots if lot.remaining and not lot.ended]
        return sorted(lots, key=lambda lot: (lot.ends is None, lot.ends or 0))

    def _take(self, credits):
        parts = []
        for lot in self._usable():
            taken = min(credits, lot.remaining)
            if taken:
                lot.remaining -= taken
                credits -= taken
                parts.append((lot, taken))
        return parts

    def _end(self, name, was, becomes):
        hold = self.holds.get(name)
        if hold is None or hold.state != was:
            return None
        hold.state = becomes
        return hold

    def _give_back(self, hold):
        if hold is None:
            return False
        for lot, credits in hold.parts:
            lot.remaining += credits
        late = sum(credits for lot, credits in hold.parts if lot.ended)
        if late:
            self.expire()
        self._settle(hold.credits - late)
        return True

    def _settle(self, fresh):
        payment = min(self.debt, fresh)
        for lot in self._usable():
            paid = min(payment, lot.remaining)
            lot.remaining -= paid
            lot.revoked += paid
            payment -= paid
            self.debt -= paid
