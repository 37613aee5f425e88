"""One WordPress site: files, database, web server, plugin; started in a second when it was installed before."""

import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from picopt_standalone.locks import exclusive
from picopt_standalone.paths import ASSETS, PLUGIN, VAR
from picopt_standalone.processes import Server, StartError, answers, checked_name, free_port, run_quietly, running
from picopt_standalone.wordpress.core import VERSIONS, wordpress_core, wp_cli
from picopt_standalone.wordpress.mariadb import mariadb
from picopt_standalone.wordpress.memory import Memory

ADMIN_USER = "admin"
ADMIN_PASSWORD = "password"  # noqa: S105 -- a site on loopback that lives for a test; printed by `picopt up`


class Site:
    """A running WordPress for the time of a `with` block.

    `name` is the site's folder below `var/sites/` (kept between runs, unless `fresh`), `version` "7.1" or "6.5", `host`
    the name in its URLs ("127.0.0.1", or "localhost": WordPress 7.1 then lets the browser make the sub-sizes).
    A `plain` one is as a host sets it up: a production site without the plugin.
    Attributes inside the block: `root` (the web root), `url`, `cli` (a program that runs WP-CLI on it), `debug_log`.
    """

    def __init__(
        self,
        name: str = "default",
        *,
        version: str = "7.1",
        fresh: bool = False,
        host: str = "127.0.0.1",
        plain: bool = False,
    ) -> None:
        if version not in VERSIONS:
            raise StartError(f"WordPress {version} is not on offer; choose one of {', '.join(VERSIONS)}")
        checked_name(name, "site")
        self.folder = VAR / "sites" / (name if version == "7.1" else f"{name}-{version}")
        self.name, self.version, self.fresh, self.host, self.plain = name, version, fresh, host, plain
        self.root = self.folder / "wordpress"
        self.cli = self.folder / "wp"
        self.debug_log = self.folder / "log" / "debug.log"
        self._compiled = self.folder / "compiled"
        self.url = ""
        self._memory_file = self.folder / "site.json"
        self._memory = Memory()
        self._open = ExitStack()

    @property
    def environment(self) -> dict[str, str]:
        """What a command needs to find the site."""
        return {
            "PICOPT_WP_ROOT": str(self.root),
            "PICOPT_WP_URL": self.url,
            "PICOPT_WP_CLI": str(self.cli),
            # The colon: beside the system's own.
            "PHP_INI_SCAN_DIR": f":{self._compiled}",
        }

    def wp(self, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
        """Run WP-CLI; its standard output. Raises StartError with all it said when it fails."""
        return run_quietly([self.cli, *arguments], what=f"wp {' '.join(arguments[:2])}", environment=environment)

    def __enter__(self) -> Self:
        """Start everything, installing what is not there yet."""
        with ExitStack() as opening:
            lock = opening.enter_context(exclusive(self.folder.with_suffix(".lock"), f"the site {self.folder.name}"))
            port = self._prepare_files()
            log = self.folder / "log"
            socket = opening.enter_context(mariadb(self.folder / "mariadb", log=log / "mariadb.log", lock=lock))
            self._write_config(socket)
            self._install(port)
            opening.enter_context(running(self._web_server(port, lock), lambda: answers("127.0.0.1", port)))
            self._open = opening.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop everything."""
        self._open.close()

    def _prepare_files(self) -> int:
        """The site's folder and its port, the same as the last time where that is free."""
        if self.fresh:
            shutil.rmtree(self.folder, ignore_errors=True)
        core = wordpress_core(self.version)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "log").mkdir(exist_ok=True)
        if not self.root.exists():
            unfinished = self.folder / "wordpress.new"
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.copytree(core / "wordpress", unfinished)
            unfinished.rename(self.root)
        plugins = self.root / "wp-content" / "mu-plugins"
        plugins.mkdir(exist_ok=True)
        shutil.copy(ASSETS / "offline.php", plugins / "offline.php")
        if not self.plain:
            self._link_plugin()
        self._keep_compiled()
        self._write_cli()
        self._memory = Memory.read(self._memory_file)
        port = free_port(self._memory.port)
        self.url = f"http://{self.host}:{port}"
        return port

    def _link_plugin(self) -> None:
        link = self.root / "wp-content" / "plugins" / PLUGIN.name
        if link.is_symlink():
            link.unlink()
        if not link.exists():
            link.symlink_to(PLUGIN)

    def _keep_compiled(self) -> None:
        """Let each PHP on the command line find what one before has compiled; WordPress alone takes half a second else.

        Not in shared memory, so that a process needs as much of its own as it does without.
        """
        self._compiled.mkdir(exist_ok=True)
        (self._compiled / "opcache.ini").write_text(
            f'opcache.enable_cli=1\nopcache.file_cache_only=1\nopcache.file_cache="{self._compiled}"\n'
        )

    def _write_cli(self) -> None:
        """A program that runs WP-CLI on this site."""
        self.cli.write_text(
            f'#!/bin/sh\nexport PHP_INI_SCAN_DIR=":{self._compiled}"\n'
            f'exec php -d memory_limit=128M "{wp_cli()}" --allow-root --path="{self.root}" "$@"\n'
        )
        self.cli.chmod(0o755)

    def _write_config(self, socket: Path) -> None:
        """wp-config.php with this start's socket and URL; the salts stay, so log-ins do."""
        text = (ASSETS / "wp-config.php").read_text()
        values = {
            "socket": str(socket),
            "url": self.url,
            "debug_log": str(self.debug_log),
            "environment": "production" if self.plain else "local",
            "keys": "\n".join(f"define('{name}', '{salt}');" for name, salt in self._memory.salts.items()),
        }
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        (self.root / "wp-config.php").write_text(text)

    def _install(self, port: int) -> None:
        """Install WordPress and switch the plugin on; at a later start only what has changed."""
        memory = self._memory
        if not memory.installed:
            self.wp(
                *("core", "install", f"--url={self.url}", "--title=Picture Optimizer", "--skip-email"),
                *(
                    f"--admin_user={ADMIN_USER}",
                    f"--admin_password={ADMIN_PASSWORD}",
                    "--admin_email=admin@example.test",
                ),
            )
            self.wp("rewrite", "structure", "/%year%/%monthnum%/%postname%/")
        elif memory.url != self.url:
            self.wp("search-replace", memory.url, self.url, "--all-tables", "--skip-columns=guid", "--quiet")
        memory.installed, memory.url, memory.port = True, self.url, port
        memory.write(self._memory_file)
        if not self.plain:
            self.wp("plugin", "activate", PLUGIN.name, "--quiet")

    @contextmanager
    def without_plugin(self) -> Iterator[None]:
        """The site as a visitor had it before the plugin came; everything that the plugin knows stays."""
        self.wp("plugin", "deactivate", PLUGIN.name, "--quiet")
        try:
            yield
        finally:
            self.wp("plugin", "activate", PLUGIN.name, "--quiet")

    def _web_server(self, port: int, lock: int) -> Server:
        """PHP's own web server; several workers, because WordPress calls itself."""
        return Server(
            name="PHP",
            command=[
                *("php", "-d", "upload_max_filesize=128M", "-d", "post_max_size=128M", "-d", "opcache.enable_cli=1"),
                *("-d", "opcache.revalidate_freq=0", "-S", f"127.0.0.1:{port}", "-t", self.root, ASSETS / "router.php"),
            ],
            log=self.folder / "log" / "php.log",
            environment={"PHP_CLI_SERVER_WORKERS": "4"},
            folder=self.root,
            stop_signal=signal.SIGTERM,
            grace=3,
            keep_open=(lock,),
        )
