# Sourced: apt_install PACKAGE... installs with apt and starts no service: a policy-rc.d of ours stands while
# apt runs, and the one that stood there before comes back, also after Ctrl-C.
# shellcheck shell=bash

apt_here() { command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; }

# Whether apt knows the package and could install it.
apt_has() { [ -n "$(LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: \(..*\)/\1/p' | grep -v '(none)')" ]; }

policy_rc=/usr/sbin/policy-rc.d
policy_kept=/usr/sbin/policy-rc.d.before-mica

policy_back() {
    if [ -e "$policy_kept" ]; then
        mv -f "$policy_kept" "$policy_rc"
    elif grep -qs 'mica: no service starts' "$policy_rc"; then
        rm -f "$policy_rc"
    fi
}

# In a subshell, so that its traps are its own.
apt_install() (
    policy_back # what a run that was killed left
    trap policy_back EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    if [ -e "$policy_rc" ]; then mv "$policy_rc" "$policy_kept"; fi
    printf '#!/bin/sh\n# mica: no service starts while its packages are installed\nexit 101\n' >"$policy_rc"
    chmod 755 "$policy_rc"
    export DEBIAN_FRONTEND=noninteractive
    # Fresh images carry no package lists, old ones name versions that are gone: so one try as it is, one after an update.
    apt-get install -qq -y --no-install-recommends "$@" >/dev/null 2>&1 || {
        apt-get update -qq && apt-get install -qq -y --no-install-recommends "$@" >/dev/null
    }
)
