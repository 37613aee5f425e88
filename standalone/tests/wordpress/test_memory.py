from picopt_standalone.wordpress.memory import SALTS, Memory


def test_a_new_memory_has_salts_of_its_own(tmp_path):
    one, two = Memory.read(tmp_path / "none"), Memory.read(tmp_path / "none")
    assert set(one.salts) == set(SALTS)
    assert one.salts != two.salts
    assert not one.installed


def test_what_was_written_is_read(tmp_path):
    memory = Memory(port=4711, url="http://127.0.0.1:4711", installed=True)
    memory.write(tmp_path / "site.json")
    assert Memory.read(tmp_path / "site.json") == memory
