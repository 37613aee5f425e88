"""The queue bench's own arithmetic."""

from picopt_bench.queue.statements import Work

LOG = """
picopt 1.a picopt-worker| LOG:  statement: BEGIN
picopt 1.a picopt-worker| LOG:  execute <unnamed>: SELECT id FROM things WHERE id = $1
picopt 1.a picopt-worker| DETAIL:  Parameters: $1 = '7'
picopt 1.b | LOG:  statement: SELECT 1
picopt 1.a picopt-worker| LOG:  statement: SAVEPOINT "s1"
picopt 1.a picopt-worker| LOG:  statement: ROLLBACK TO SAVEPOINT "s1"
picopt 1.a picopt-worker| LOG:  statement: UPDATE things
 SET name = 'COMMIT'
picopt 1.a picopt-worker| LOG:  statement: COMMIT
picopt 1.b | LOG:  statement: SELECT 2
2026-11-27 05:00:00 UTC LOG:  checkpoint starting: time
""".splitlines()


def test_transactions_are_what_is_committed_or_stands_alone():
    work = Work.of(LOG)
    assert (work.statements, work.transactions) == (8, 3)
    assert work.by_statement['ROLLBACK TO SAVEPOINT "s1"'] == 1
    assert work.by_statement["SELECT id FROM things"] == 1


def test_a_transaction_that_is_rolled_back_counts_too():
    lines = [f"picopt 2.c | LOG:  statement: {sql}" for sql in ("BEGIN", "SELECT 1", "ROLLBACK", "SELECT 2")]
    assert Work.of(lines).transactions == 2
