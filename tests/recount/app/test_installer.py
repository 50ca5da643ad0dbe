"""The program that installs: which uv is taken, what it inherits, and that it cannot install elsewhere."""

import os
import subprocess
import sys

import pytest

from recount.app import installer
from recount.app.installer import SetupError


@pytest.mark.parametrize(("own", "on_path", "taken"), [
    ("uv 0.9.22 (abc 2025-09-23)", "uv 0.13.9 (x86_64-unknown-linux-gnu)", "other"),
    ("uv 0.14.0", "uv 1.0.0", "own"), ("", "uv 0.13.0", "other"), ("uv 0.12.9", "", None),
])  # fmt: skip
def test_an_old_or_broken_uv_is_passed_over(tmp_path, monkeypatch, own, on_path, taken):
    """Ours lies in a folder that no list of folders could name."""
    home = tmp_path / "a:b"
    (home / "uv/bin").mkdir(parents=True)
    ours = home / "uv/bin" / ("uv.exe" if os.name == "nt" else "uv")
    ours.touch()
    monkeypatch.setattr(installer.shutil, "which", lambda name: "other")
    monkeypatch.setattr(installer, "output", lambda command: own if command[0] == str(ours) else on_path)
    assert installer.find_uv(home) == (str(ours) if taken == "own" else taken)


def test_without_any_installer_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(installer, "output", lambda command, env: "")
    with pytest.raises(SetupError, match="Install uv, or on Debian and Ubuntu: apt-get install"):
        installer.find_pip()


def test_without_pip_the_wheel_that_python_ships_is_run(monkeypatch):
    """Nothing is installed to install with."""
    seen = []

    def output(command, env):
        seen.append(env.get("PYTHONPATH", ""))
        return "pip 24" if seen[-1] else ""

    monkeypatch.setattr(installer, "output", output)
    monkeypatch.setattr(installer, "_bundled_wheels", lambda: ["/python/pip-24.whl"])
    words, variables = installer.find_pip()
    assert words == [sys.executable, "-m", "pip"]
    assert variables["PYTHONPATH"] == "/python/pip-24.whl"


@pytest.mark.parametrize("name", [
    "UV_TARGET", "UV_SYSTEM_PYTHON", "UV_PROJECT_ENVIRONMENT", "UV_PYTHON", "PIP_TARGET", "PIP_USER", "PIP_PREFIX",
    "PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE", "CONDA_PREFIX", "VIRTUAL_ENV", "UV_CONSTRAINT", "PIP_NO_BINARY",
])  # fmt: skip
def test_what_steers_installers_elsewhere_is_not_inherited(monkeypatch, name):
    monkeypatch.setenv(name, "x")
    assert name not in installer.clean_variables()


@pytest.mark.parametrize("name", [
    "UV_INDEX", "UV_DEFAULT_INDEX", "PIP_EXTRA_INDEX_" + "URL", "PIP_FIND_LINKS", "UV_OFFLINE", "UV_CACHE_DIR",
    "PIP_CERT", "UV_HTTP_TIMEOUT", "PIP_DEFAULT_TIMEOUT", "HTTPS_PROXY", "SSL_CERT_FILE", "PATH",
])  # fmt: skip
def test_where_packages_come_from_is_the_machines_affair(monkeypatch, name):
    monkeypatch.setenv(name, "x")
    assert installer.clean_variables()[name] == "x"


def test_the_entry_of_one_package_ends_where_the_next_begins():
    text = "# c\nuv==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\nuvicorn==2.0 \\\n    --hash=sha256:cc\n"
    assert installer.lock_entry(text, "uv") == "uv==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"
    assert installer.lock_entry(text, "uvicorn").startswith("uvicorn==2.0")
    with pytest.raises(SetupError, match=r"expected pip in requirements\.lock"):
        installer.lock_entry(text, "pip")


def test_the_lock_names_an_installer_with_hashes(root):
    entry = installer.lock_entry((root / installer.LOCK).read_text(encoding="utf-8"), "uv")
    assert entry.count("--hash=sha256:") > 3


@pytest.mark.parametrize(("text", "words"), [
    ("[pip]\ntarget = '/usr/lib'\n", ["--no-config"]), ("[pip]\nsystem = true\n", ["--no-config"]),
    ("[[index]]\nname = 'mirror'\n", []), ("no toml", []), ("pip = 3", []),
])  # fmt: skip
def test_a_configuration_that_sends_packages_elsewhere_is_left_out(tmp_path, monkeypatch, text, words):
    (tmp_path / "uv.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(installer, "_configuration_files", lambda: [tmp_path / "none", tmp_path / "uv.toml"])
    assert installer._without_strange_settings() == words


def test_a_failed_step_stops_with_its_status():
    with pytest.raises(SetupError, match="expected status 0, got 3"):
        installer.run([sys.executable, "-c", "raise SystemExit(3)"])


def test_steps_write_nothing_among_the_output_of_the_command():
    code = "from recount.app import installer; installer.run(['echo', 'installed'])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (answer.stdout, answer.stderr) == ("", "installed\n")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the kernel of Linux")
def test_a_step_does_not_outlive_the_set_up(tmp_path):
    """Otherwise it would install into a folder that the next start removes."""
    code = f"from recount.app import installer; installer.run(['sh', '-c', 'echo $$ > {tmp_path}/pid; exec sleep 60'])"
    process = subprocess.Popen([sys.executable, "-c", code])
    step = wait_for(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text(encoding="utf-8").strip())
    process.kill()
    process.wait()
    assert wait_for(lambda: not is_running(int(step)))


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False


def wait_for(question, seconds=20):
    import time

    end = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < end:
        time.sleep(0.02)
    return answer


@pytest.mark.full
def test_uv_stops_at_a_broken_environment(tmp_path, monkeypatch):
    """It must not fall back on the Python that the environment rests on."""
    uv = installer.find_uv()
    monkeypatch.setattr(installer, "ROOT", tmp_path)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "broken"], check=True)
    os.unlink(tmp_path / "broken/pyvenv.cfg")
    with pytest.raises(SetupError, match="expected status 0, got 2"):
        installer.call_uv(uv, ["pip", "install", "--offline", "--no-deps", "tabulate"], tmp_path / "broken")


@pytest.mark.parametrize(("words", "given"), [(["venv", "--no-config"], 1), (["pip", "install"], 1)])
def test_settings_that_send_elsewhere_are_left_out_once(monkeypatch, tmp_path, words, given):
    """Twice the option, and uv refuses the whole call."""
    called = []
    monkeypatch.setattr(installer, "_without_strange_settings", lambda: ["--no-config"])
    monkeypatch.setattr(installer, "run", lambda command, **options: called.append((command, options)))
    installer.call_uv("uv", words, tmp_path)
    assert called[0][0].count("--no-config") == given
    assert called[0][1]["env"]["VIRTUAL_ENV"] == str(tmp_path)
