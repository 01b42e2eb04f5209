# Sourced after jdk.sh: makes sure of `mvn`: the one on PATH, else apt's.
# shellcheck shell=bash
if ! command -v mvn >/dev/null; then
    . "$(dirname "${BASH_SOURCE[0]}")/apt.sh"
    if ! apt_here; then
        echo "mica: no Maven on PATH; install it with: apt-get install maven" >&2
        exit 1
    fi
    echo "mica: installing maven with apt" >&2
    apt_install maven || {
        echo "mica: apt could not install maven; install Maven 3.8.7 or later and put mvn on PATH" >&2
        exit 1
    }
fi
