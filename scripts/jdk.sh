# Sourced: sets and exports JAVA_HOME to a JDK 25 or later.
# shellcheck shell=bash
is_jdk_25() { [ -x "$1/bin/javac" ] && [ "$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)" -ge 25 ] 2>/dev/null; }
find_jdk() {
    local d
    for d in "${JAVA_HOME:-}" /usr/lib/jvm/*25* "$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /)")")")" ~/.cache/mica/jdk-25*; do
        if [ -n "$d" ] && is_jdk_25 "$d"; then
            export JAVA_HOME=$d
            return 0
        fi
    done
    return 1
}
find_jdk || { echo "mica: no JDK 25 found; set JAVA_HOME to one" >&2; exit 1; }
