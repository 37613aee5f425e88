"""The tour's main flow, without anything that runs."""

from types import SimpleNamespace

from picopt_standalone.tour import tour
from picopt_standalone.tour.tour import Going, Ground


def test_pages_that_were_asked_for_are_open_for_the_next_person(tmp_path, monkeypatch):
    done = []
    monkeypatch.setattr(tour, "SCREENSHOTS", tmp_path)
    site = SimpleNamespace(url="http://site.test", wp=lambda *command: done.append(command[0]))
    stack = SimpleNamespace(dashboard="http://dashboard.test", url="http://api.test")
    going = Going(Ground(site, stack, {}), browser=None)
    monkeypatch.setattr(going.links, "follow", lambda _reader: done.append("links") or [])
    with going._part("road", reader=object()):
        done.append("work")
    assert done == ["work", "links", "eval"]
