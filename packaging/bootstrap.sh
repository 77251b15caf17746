#!/bin/sh
# Makes .venv from the locked requirements and looks for the system's part of Qt.
#   packaging/bootstrap.sh run    what the program needs
#   packaging/bootstrap.sh test   and what its checks need
# Run as root on Debian or Ubuntu it installs what the system lacks; otherwise it names it in one line.
set -eu

purpose=${1:-run}
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
venv=$here/.venv
lock=$here/packaging/requirements.txt
[ "$purpose" = test ] && lock=$here/packaging/requirements-dev.txt

say() { printf '%s\n' "$*" >&2; }

updated=no
install_packages() { # names; true if they are there afterwards
    command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ] || return 1
    if [ "$updated" = no ]; then
        apt-get update -qq >/dev/null 2>&1 || true
        updated=yes
    fi
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

find_python() {
    for name in ${PYTHON:-python3.14 python3.13 python3.12 python3.11 python3}; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

make_venv() {
    python=$(find_python) || {
        say "Headwater needs Python 3.11 or newer: install it, or name it with PYTHON=…"
        exit 1
    }
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        install_packages "python$version-venv" || install_packages python3-venv || {
            say "Python's venv is missing: sudo apt-get install python$version-venv"
            exit 1
        }
    fi
    "$python" -m venv --clear "$venv"
}

# Made anew where the checkout was moved (its scripts name the old place), its Python was removed, or it was left half
# made. The version of Python is not asked for again: who wants another says make clean.
stands_at=$venv/.stands-at
if [ "$(cat "$stands_at" 2>/dev/null)" != "$here" ] || ! "$venv/bin/python" -c '' 2>/dev/null; then
    make_venv
    printf '%s\n' "$here" > "$stands_at"
fi

# The sum of the lock, so that a second call starts at once and a changed lock is installed.
stamp=$venv/.installed-$purpose
want=$(cksum < "$lock")
if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$want" ]; then
    say "Installing what Headwater needs (once) …"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$lock"
    # The project itself is used where it stands: no build tool has to be fetched for it.
    site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$here" > "$site/headwater.pth"
    printf '#!/bin/sh\nexec "%s" -m app "$@"\n' "$venv/bin/python" > "$venv/bin/headwater"
    chmod +x "$venv/bin/headwater"
    printf '%s\n' "$want" > "$stamp"
    # What the checks need holds all that the program needs, in the same versions.
    [ "$purpose" = run ] || cksum < "$here/packaging/requirements.txt" > "$venv/.installed-run"
fi

# Qt's wheels bring Qt, not the system's libraries below it. Loading it is the proof; ldd names all that is missing at
# once, and also what the plugin for windows lacks, which is loaded only where there is a display.
missing_libraries() {
    if ! command -v ldd >/dev/null 2>&1; then
        "$venv/bin/python" -c 'import PySide6.QtWidgets, PySide6.QtSvg' 2>&1 |
            sed -n 's/^ImportError: \([^:]*\): cannot open shared object file.*/\1/p'
        return 0
    fi
    qt=$("$venv/bin/python" -c 'import PySide6, pathlib; print(pathlib.Path(PySide6.__file__).parent)')
    for file in "$qt"/QtWidgets.abi3.so "$qt"/QtSvg.abi3.so "$qt"/Qt/plugins/platforms/libqxcb.so \
        "$qt"/Qt/plugins/platforms/libqoffscreen.so; do
        [ -e "$file" ] && ldd "$file" 2>/dev/null | sed -n 's/^[[:space:]]*\([^ ]*\) => not found$/\1/p'
    done | sort -u
}

packages='libegl1 libgl1 libopengl0 libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0
libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xinerama0
libxcb-xkb1 libx11-xcb1 libfontconfig1 libfreetype6 libdbus-1-3'

case $(uname -s) in
Linux)
    missing=$(missing_libraries)
    if [ -n "$missing" ]; then
        glib=libglib2.0-0
        apt-cache show libglib2.0-0t64 >/dev/null 2>&1 && glib=libglib2.0-0t64
        # shellcheck disable=SC2086  # a list of names
        install_packages $packages $glib || true
        missing=$(missing_libraries)
        if [ -n "$missing" ]; then
            # shellcheck disable=SC2086
            say "Qt lacks system libraries ($(echo $missing)): sudo apt-get install $(echo $packages) $glib"
            exit 1
        fi
    fi
    if [ "$purpose" = test ]; then
        # Programs that look at the window and at pictures from outside; their checks are skipped where they are missing.
        # LibreOffice comes in three parts, of which each brings what the others need too.
        for pair in Xvfb:xvfb xdotool:xdotool pdftotext:poppler-utils rsvg-convert:librsvg2-bin dot:graphviz \
            chromium:chromium soffice:libreoffice-writer localc:libreoffice-calc loimpress:libreoffice-impress; do
            command -v "${pair%%:*}" >/dev/null 2>&1 || install_packages "${pair##*:}" ||
                say "Checks that need ${pair%%:*} are skipped: sudo apt-get install ${pair##*:}"
        done
        # Mermaid's own parser, in the versions of its lock.
        flowcharts=$here/tests/mermaid/package-lock.json
        if command -v npm >/dev/null 2>&1 && ! cmp -s "$flowcharts" "$venv/mermaid/package-lock.json"; then
            mkdir -p "$venv/mermaid"
            cp "$here/tests/mermaid/package.json" "$here/tests/mermaid/package-lock.json" "$venv/mermaid"
            (cd "$venv/mermaid" && npm ci --silent --no-audit --no-fund) >/dev/null 2>&1 || {
                rm -rf "$venv/mermaid"
                say "Checks that need Mermaid's parser are skipped: npm could not install it."
            }
        fi
    fi
    ;;
esac
