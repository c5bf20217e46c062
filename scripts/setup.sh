#!/bin/sh
# Sets up a checkout: system libraries and fonts, a virtual environment in .venv, the Python packages.
# Looks first and does only what is missing, so that a second run takes a fraction of a second.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }
as_root() { [ "$(id -u)" -eq 0 ]; }

# Pango draws the pages, HarfBuzz's subsetter keeps their fonts small, Noto CJK is the Chinese face.
wanted="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"

missing_packages() {
    for package in "$@"; do
        status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
        [ "$status" = "install ok installed" ] || printf '%s ' "$package"
    done
}

apt_install() {
    as_root || stop "Some system packages are missing; run this and start again: sudo apt-get install --no-install-recommends $*"
    say "Installing system packages: $*"
    log=$(mktemp)
    # Package lists may be absent or old on a new machine: look for new ones first.
    if apt-get update >"$log" 2>&1 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1; then
        rm -f "$log"
    else
        tail -n 15 "$log" >&2
        stop "apt-get could not install $*; its whole output is in $log."
    fi
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            printf '%s' "$candidate"
            return
        fi
    done
}

with_apt() { command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1; }

if with_apt; then
    missing=$(missing_packages $wanted)
    # shellcheck disable=SC2086  # a list of words
    [ -z "$missing" ] || apt_install $missing
fi

if [ ! -x .venv/bin/python ]; then
    python=$(find_python)
    [ -n "$python" ] || stop "Python 3.11 or newer is needed; install it, or name it: make setup PYTHON=/path/to/python3."
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        with_apt || stop "$python lacks the modules venv and ensurepip; install them and start again."
        apt_install "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fi
    say "Making the virtual environment .venv"
    "$python" -m venv .venv
fi

# The packages depend on these files alone; their checksum is the stamp. `cd` in it: a moved checkout is set up again.
stamp=$( { pwd; cat pyproject.toml hatch_build.py; } | cksum)
if [ "$stamp" != "$(cat .venv/.stamp 2>/dev/null || true)" ]; then
    say "Installing Python packages"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' ||
        stop "pip could not install the Python packages; the reason stands above."
    printf '%s\n' "$stamp" >.venv/.stamp
fi

if ! with_apt && ! .venv/bin/python scripts/system_ready.py; then
    stop "Install Pango, HarfBuzz with its subsetter and the Noto CJK fonts, then start again" \
        "(macOS: brew install pango harfbuzz font-noto-sans-cjk-sc font-noto-serif-cjk-sc;" \
        "Fedora: dnf install pango harfbuzz google-noto-sans-cjk-fonts google-noto-serif-cjk-fonts)."
fi
