# Sourced by the end-to-end tests: engines of their own in one temporary folder, and what a test ends with.
# ENGINE=dockerd runs a test on the reference instead; a test that needs what is not here ends with skip.
# shellcheck shell=bash
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(dirname "$here")
ENGINE=${ENGINE:-$top/mica daemon}
T=$(mktemp -d /tmp/mica-e2e.XXXXXX)

skip() { echo "$*"; exit 77; }
fail() {
    echo "FAILED: $*" >&2
    for l in "$T"/*.log; do [ -f "$l" ] && { echo "--- the last of $(basename "$l")"; tail -5 "$l"; } >&2; done
    exit 1
}
need() { local p; for p; do command -v "$p" >/dev/null || skip "needs $p"; done; }
same() { [ "$2" = "$3" ] || fail "$1: wanted '$3', got '$2'"; }
has() { case "$2" in *"$3"*) ;; *) fail "$1: no '$3' in '$2'" ;; esac; }

# start NAME ENGINE DATA-ROOT [flags]: returns once it answers; the CLI of D then talks to it.
start() {
    local name=$1 engine=$2 root=$3
    shift 3
    SOCK=unix://$T/$name.sock
    case $engine in dockerd*) set -- "$@" --bridge=none --iptables=false ;; esac
    mkdir -p "$T/x$name"
    # shellcheck disable=SC2086
    $engine --data-root "$root" --exec-root "$T/x$name" --host "$SOCK" --pidfile "$T/$name.pid" "$@" >>"$T/$name.log" 2>&1 &
    echo $! >"$T/$name.child"
    local i
    for i in $(seq 600); do
        curl -sf --unix-socket "$T/$name.sock" http://d/_ping >/dev/null && return 0
        kill -0 "$(cat "$T/$name.child")" 2>/dev/null || return 1
        sleep 0.05
    done
    return 1
}
pid_of() { cat "$T/$1.pid" 2>/dev/null || cat "$T/$1.child"; }
stop() {
    local pid i
    pid=$(pid_of "$1")
    kill "$pid" 2>/dev/null
    for i in $(seq 300); do kill -0 "$pid" 2>/dev/null || return 0; sleep 0.05; done
    kill -9 "$pid" 2>/dev/null
}
D() { DOCKER_HOST=$SOCK DOCKER_BUILDKIT=0 docker "$@"; }

clean() {
    local c p
    for c in "$T"/*.child; do [ -f "$c" ] && stop "$(basename "$c" .child)"; done
    for p in $(pgrep -f "conmon.*$T" 2>/dev/null); do kill -9 "$p" 2>/dev/null; done
    grep -o " $T/[^ ]*" /proc/mounts | sort -r | xargs -r umount -l 2>/dev/null
    rm -rf "$T"
}
trap clean EXIT
trap 'exit 143' TERM INT
[ "$(id -u)" = 0 ] || skip "needs root"
