"""What is kept between runs, fetched once, and reported: whole or not at all."""

import hashlib
import io
import json
import os
import tarfile
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from picopt_standalone.demo.browser import Visit
from picopt_standalone.demo.library import make_broken
from picopt_standalone.demo.plan import RUNS, SAMPLES
from picopt_standalone.demo.report import Row, cells, percent, table_of, yes
from picopt_standalone.postgres.programs import Home, reachable
from picopt_standalone.processes import StartError
from picopt_standalone.stack import DemoAccount
from picopt_standalone.stack.addresses import Addresses, keep
from picopt_standalone.stack.credits import Credits
from picopt_standalone.wordpress import Site, core
from picopt_standalone.wordpress.mariadb import accepts, create_data_folder
from picopt_standalone.wordpress.memory import Memory
from picopt_standalone.wordpress.npm import NpmPackage, destination, extract

ROW = Row("a.jpg", "export", "delivered", "", 1000, 250, "avif", 2, "A bike", "Bike", 1)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("package/wp/index.php", "/x/index.php"),
        ("package/wp/a/b.css", "/x/a/b.css"),
        ("package/wp", "/x"),
        ("package/cli", "/y"),
        ("package/wp-other/a", None),
        ("package/wp/../a", None),
        ("package/wp/a/../../b", None),
        ("package/wp/..", None),
        ("package/wp/..a/b", "/x/..a/b"),
        ("/package/wp/a", None),
        ("", None),
    ],
)
def test_where_a_member_goes(name, path):
    assert destination(name, {"package/wp": Path("/x"), "package/cli": Path("/y")}) == (Path(path) if path else None)


def tarball_with(path, *members):
    with tarfile.open(path, "w:gz") as archive:
        for name, kind, content in members:
            info = tarfile.TarInfo(name)
            info.type, info.size, info.linkname = kind, len(content), "/etc/passwd"
            archive.addfile(info, io.BytesIO(content))
    return path


def test_links_and_folders_of_an_archive_are_left_out(tmp_path):
    tarball = tarball_with(
        tmp_path / "x.tgz",
        ("package/wp/link", tarfile.SYMTYPE, b""),
        ("package/wp/hard", tarfile.LNKTYPE, b""),
        ("package/wp/folder", tarfile.DIRTYPE, b""),
        ("package/wp/device", tarfile.CHRTYPE, b""),
        ("package/wp/file", tarfile.REGTYPE, b"x"),
    )
    extract(tarball, {"package/wp": tmp_path / "out"})
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["file"]


def test_the_file_that_was_pinned_is_taken(tmp_path):
    (tmp_path / "x").write_bytes(b"pinned")
    NpmPackage("x", "1.0", hashlib.sha256(b"pinned").hexdigest()).verify(tmp_path / "x")


def test_without_npm_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr("picopt_standalone.wordpress.npm.shutil.which", lambda _name: None)
    with pytest.raises(StartError, match=r"Node\.js 20"), NpmPackage("x", "1", "0").tarball():
        pass


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(core, "CACHE", tmp_path)
    return tmp_path


def test_what_is_fetched_is_fetched_once(cache):
    fetched = []

    def fetch(folder):
        folder.mkdir()
        (folder / "file").touch()
        fetched.append(folder)

    for _ in range(2):
        assert (core.cached(cache / "thing", fetch) / "file").exists()
    assert len(fetched) == 1


def test_what_could_not_be_fetched_whole_is_not_there(cache):
    def fetch(folder):
        folder.mkdir()
        (folder / "half").touch()
        raise StartError("the line is down")

    with pytest.raises(StartError, match="the line is down"):
        core.cached(cache / "thing", fetch)
    assert [path.name for path in cache.iterdir()] == ["thing.lock"]


@pytest.mark.parametrize("name", ["", "a b", "../x", "a/b", "a.b", "-", "a;b", "a\n"])
def test_a_site_has_a_plain_name(name):
    with pytest.raises(StartError, match="a site's name may hold"):
        Site(name)


@pytest.mark.parametrize(
    ("name", "version", "folder"), [("a", "7.1", "a"), ("a-b_2", "7.1", "a-b_2"), ("a", "6.5", "a-6.5")]
)
def test_a_site_has_a_folder_by_name_and_version(name, version, folder):
    assert Site(name, version=version).folder.name == folder


def test_a_version_that_is_not_on_offer_is_refused():
    with pytest.raises(StartError, match=r"5\.0 is not on offer; choose one of 7\.1, 6\.5"):
        Site(version="5.0")


@pytest.mark.parametrize(
    "output",
    [
        '{"api_key": 5',
        "null",
        '"po_live_x"',
        '{"api_key": "po_live_x"}\ntrailing words',
    ],
)
def test_an_account_that_was_not_told_is_an_error_that_shows_what_was(output):
    with pytest.raises(StartError) as failed:
        DemoAccount.parse(output, site="http://s")
    assert output.splitlines()[-1] in str(failed.value)


def test_an_account_without_a_log_in_is_an_account():
    assert DemoAccount.parse('{"api_key": "k"}', site="s") == DemoAccount(api_key="k", site="s")


def test_secrets_are_long_and_never_twice(tmp_path):
    one, two = Addresses(), Addresses()
    assert len({one.secret_key, one.internal_secret, two.secret_key, two.internal_secret}) == 4
    assert min(map(len, (one.secret_key, one.internal_secret))) >= 60
    kept = keep(tmp_path / "addresses.json")
    assert kept.saas_url == f"http://127.0.0.1:{kept.saas_port}"
    assert kept.gateway_url == f"http://127.0.0.1:{kept.gateway_port}"
    assert kept.saas_port != kept.gateway_port
    assert [path.name for path in tmp_path.iterdir()] == ["addresses.json"]


def test_a_memory_is_replaced_whole(tmp_path):
    path = tmp_path / "site.json"
    Memory(port=1).write(path)
    Memory(port=2).write(path)
    assert json.loads(path.read_text())["port"] == 2
    assert [each.name for each in tmp_path.iterdir()] == ["site.json"]


@pytest.mark.parametrize(
    ("change", "balanced"),
    [
        ({}, True),
        ({"granted": 51}, False),
        ({"available": 9}, False),
        ({"held": 1}, False),
        ({"used": 0}, False),
        ({"expired": 0}, False),
        ({"revoked": 0}, False),
    ],
)
def test_a_ledger_is_balanced_to_the_last_credit(change, balanced):
    good = {"granted": 50, "available": 10, "held": 5, "used": 20, "expired": 8, "revoked": 7}
    assert Credits(**good | change).balanced is balanced


@pytest.mark.parametrize(
    ("before", "after", "saved", "shown"),
    [
        (1000, 250, 0.75, "75%"),
        (1000, 1000, 0, "0%"),
        (0, 0, 0, "0%"),
        (100, 150, -0.5, "-50%"),
        (1000, 1, 0.999, "100%"),
    ],
)
def test_what_is_saved_is_a_share_of_what_was(before, after, saved, shown):
    row = replace(ROW, bytes_before=before, bytes_after=after)
    assert row.saved == pytest.approx(saved)
    assert percent(row.saved) == shown


def test_a_line_of_the_table():
    assert cells(ROW) == ("a.jpg", "export", "delivered", "1,000 → 250", "75%", "avif", "2", "A bike", "1")
    kept = replace(ROW, state="failed", reason="cut off", bytes_after=1000, sizes=0, credits=0)
    assert cells(kept) == ("a.jpg", "export", "failed", "1,000", "", "avif", "", "cut off", "0")
    assert cells(replace(ROW, pipeline="analyze_export", alt="", reason="not sure"))[7] == "not sure"
    assert cells(replace(ROW, state="skipped", reason="done", bytes_before=0, bytes_after=0))[3:5] == ("", "")


def test_totals_count_replaced_files_only():
    table = table_of([ROW, replace(ROW, bytes_before=500, bytes_after=500, credits=2)])
    footers = [column.footer for column in table.columns]
    assert footers[3:5] == ["1,000 → 250", "75%"]
    assert footers[-1] == "3"
    assert table_of([]).columns[4].footer == ""


def test_comparisons_are_told_so_that_nobody_reads_over_them():
    assert list(map(yes, (True, False))) == ["identical", "DIFFERENT"]


def test_visits_add_up_and_name_each_broken_picture_once():
    visit = Visit(pages=2, pictures=5, broken=["b", "a"])
    visit.add(Visit(pages=1, pictures=3, broken=["a", "c"]))
    assert (visit.pages, visit.pictures, visit.broken) == (3, 8, ["a", "b", "c"])


def test_the_plan_works_with_pictures_that_are_there(tmp_path):
    known = {*SAMPLES, make_broken(tmp_path).name}
    assert {file for run in RUNS for file in run.files} <= known
    assert {run.pipeline for run in RUNS} == {"analyze_export", "analyze", "export"}
    broken = make_broken(tmp_path).read_bytes()
    assert broken.startswith(b"\xff\xd8")
    assert not broken.endswith(b"\xff\xd9")


def test_a_folder_behind_a_closed_door_is_not_reachable():
    with TemporaryDirectory(dir="/tmp") as name:
        Path(name).chmod(0o755)
        closed = Path(name) / "closed"
        (closed / "inside").mkdir(parents=True)
        assert reachable(closed / "inside" / "not there yet")
        closed.chmod(0o700)
        assert not reachable(closed / "inside")


def test_a_home_is_made_for_its_user_alone(tmp_path):
    ours = Home(tmp_path, tmp_path / "data", user=-1)
    ours.give(tmp_path / "a" / "run")
    assert (tmp_path / "a" / "run").stat().st_mode & 0o777 == 0o700
    assert ours.run_as == {}
    assert Home(tmp_path, tmp_path, user=65534).run_as == {"user": 65534, "group": 65534, "extra_groups": []}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_root_gives_the_folder_to_the_servers_user(tmp_path):
    Home(tmp_path, tmp_path, user=65534).give(tmp_path / "run")
    assert (tmp_path / "run").stat().st_uid == 65534


def test_a_data_folder_that_is_there_is_left_alone(tmp_path):
    (tmp_path / "data").mkdir()
    create_data_folder(tmp_path / "data")
    assert list((tmp_path / "data").iterdir()) == []


def test_without_mariadb_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr("picopt_standalone.wordpress.mariadb.shutil.which", lambda _name: None)
    with pytest.raises(StartError, match="make setup"):
        create_data_folder(tmp_path / "data")


def test_nobody_greets_on_a_socket_that_is_not_there(tmp_path):
    assert not accepts(tmp_path / "none.sock")
