from picopt_standalone.sockets import socket_folder


def test_a_short_path_is_used_and_is_private(tmp_path):
    with socket_folder(tmp_path / "run") as folder:
        assert folder == tmp_path / "run"
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_path_that_the_kernel_refuses_is_replaced_for_the_time_of_the_block(tmp_path):
    with socket_folder(tmp_path / ("long" * 30)) as folder:
        assert len(str(folder)) < 80
        assert folder.stat().st_mode & 0o777 == 0o700
    assert not folder.exists()
