"""`manage.py accepted`: an account's accepted texts with their images, for `make eval-vision LABELS=…`."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from picopt_saas.accounts.models import Account
from picopt_saas.jobs.delivery.accepted import write_accepted


class Command(BaseCommand):
    """Write what an account's people approved. It is theirs: ask them first, and delete it after judging."""

    help = "Write an account's accepted texts and their originals to a folder, as labels that models are judged by"

    def add_arguments(self, parser: CommandParser) -> None:
        """`accepted ACCOUNT FOLDER`."""
        parser.add_argument("account", help="ID of the account (acc_…)")
        parser.add_argument("folder", type=Path, help="a new folder for labels.json and the images")

    def handle(self, *_args: object, **options: str | Path) -> None:
        """Write `labels.json`; `CommandError` (exit 1) for an account that does not exist or a folder that does."""
        account = Account.objects.filter(pk=options["account"]).first()
        if account is None:
            raise CommandError(f"There is no account {options['account']}.")
        folder = Path(options["folder"])
        try:
            folder.mkdir(mode=0o700, parents=True)
        except FileExistsError:
            raise CommandError(f"{folder} already exists. Choose a new folder; nothing was written.") from None
        labels = list(write_accepted(account, folder))
        target = folder / "labels.json"
        target.write_text(json.dumps(labels, ensure_ascii=False, indent=1) + "\n", "utf-8")
        self.stdout.write(f"{len(labels)} accepted texts in {target}")
