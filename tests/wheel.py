"""Build the wheel, install it into an empty environment, open its first page. `make wheel` runs this."""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
PORT = 8765


def run(*arguments: str | Path, **options: object) -> None:
    subprocess.run([str(each) for each in arguments], check=True, **options)  # type: ignore[call-overload]


def build(folder: Path) -> Path:
    """Build the wheel with the tools of this environment."""
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.whl"))


def install(wheel: Path, folder: Path) -> Path:
    """Install the wheel with the locked versions of what it needs; return the folder of programs."""
    venv.create(folder / "env", with_pip=True)
    pins = folder / "constraints.txt"
    pins.write_text("\n".join(re.findall(r"^[\w.\[\]-]+==[^\\\n]+", (ROOT / "requirements.lock").read_text(), re.M)))
    programs = folder / "env" / "bin"
    run(programs / "pip", "install", "--quiet", "--disable-pip-version-check", "-c", pins, wheel)
    return programs


def fetch(address: str, seconds: float = 15) -> str:
    """Return a page's text; wait for the server to come up."""
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def open_first_page(programs: Path, folder: Path) -> None:
    """Make a database, serve, and look at the start page and its style sheet."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("TRAINHUB_", "PYTHON"))}
    environ |= {"TRAINHUB_DATA": str(folder / "data"), "PORT": str(PORT)}
    run(programs / "trainhub", "init", env=environ, cwd=folder)
    run(programs / "trainhub", "curriculum", "import", "rtcm-migration", env=environ, cwd=folder)
    run(programs / "trainhub", "doctor", env=environ, cwd=folder, stdout=subprocess.DEVNULL)
    server = subprocess.Popen([programs / "trainhub", "serve", "--no-jobs"], env=environ, cwd=folder)
    try:
        assert '"ok"' in fetch(f"http://127.0.0.1:{PORT}/health")
        page = fetch(f"http://127.0.0.1:{PORT}/")
        sheet = re.search(r'href="(/static/vendor/trainhub\.[^"]+)"', page)
        assert sheet, "the start page has no style sheet"
        assert "--petrol" in fetch(f"http://127.0.0.1:{PORT}{sheet[1]}")
    finally:
        server.terminate()
        assert server.wait(timeout=10) == 0, "the server did not stop in time"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="trainhub-wheel-") as name:
        folder = Path(name)
        wheel = build(folder / "dist")
        open_first_page(install(wheel, folder), folder)
        print(f"{wheel.name}: {wheel.stat().st_size / 2**20:.1f} MiB, installs and opens its first page")


if __name__ == "__main__":
    main()
