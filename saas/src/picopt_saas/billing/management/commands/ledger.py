"""`manage.py ledger verify`: print the proof; exit 1 when it does not hold."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError, CommandParser

from picopt_saas.billing.ledger.proof import Proof, prove, prove_checkpoints, prove_openings


class Command(BaseCommand):
    """Prints what every account's credits are, and that all records agree."""

    help = "Verify that granted = available + held + used + expired + revoked, account by account"

    def add_arguments(self, parser: CommandParser) -> None:
        """`verify [--account acc_…] [--json]`."""
        parser.add_argument("action", choices=["verify"])
        parser.add_argument("--account", help="only this account (acc_…)")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: object, **options: str | None) -> None:
        """Print the proof; raise `CommandError` (exit 1) when an account is out of balance."""
        proofs = prove(options["account"])
        self.stdout.write(_as_json(proofs) if options["json"] else _as_table(proofs))
        if stale := prove_checkpoints():
            raise CommandError(f"the checkpoints of {len(stale)} accounts are not what their transfers add up to")
        if loose := prove_openings():
            raise CommandError("; ".join(loose))
        if wrong := sum(bool(proof.faults) for proof in proofs):
            raise CommandError(f"{wrong} of {len(proofs)} accounts are out of balance")


def _as_json(proofs: list[Proof]) -> str:
    return json.dumps([{"account_id": p.account_id, **asdict(p.balance), "faults": list(p.faults)} for p in proofs])


def _as_table(proofs: list[Proof]) -> str:
    lines = [_line(proof) for proof in proofs]
    return "\n".join([*lines, f"{len(proofs)} accounts, {sum(not p.faults for p in proofs)} in balance"])


def _line(proof: Proof) -> str:
    b = proof.balance
    terms = f"{b.available} available + {b.held} held + {b.used} used + {b.expired} expired + {b.revoked} revoked"
    verdict = "; ".join(proof.faults) or "in balance"
    return f"{proof.account_id}: {b.granted} granted = {terms}; debt {b.debt}: {verdict}"
