# Sourced: sets and exports JAVA_HOME to a JDK 25 or later, found on this machine or else fetched; exits with one
# line where there is no way to one. The order: JAVA_HOME, the distribution's JVM folder, PATH, ~/.cache/mica,
# the distribution's package, Temurin's archive.
# shellcheck shell=bash

jdk_scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jdk_cache=${HOME:-/root}/.cache/mica
jdk_version=25.0.4.1+1

is_jdk_25() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] &&
        [ "$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")" -ge 25 ] 2>/dev/null
}

jdk_find() {
    local d javac
    javac=$(readlink -f "$(command -v javac)" 2>/dev/null)
    for d in "${JAVA_HOME:-}" /usr/lib/jvm/* "${javac%/bin/javac}" "$jdk_cache"/jdk*; do
        if [ -n "$d" ] && is_jdk_25 "$d"; then
            export JAVA_HOME=$d
            return 0
        fi
    done
    return 1
}

jdk_from_apt() {
    . "$jdk_scripts/apt.sh"
    apt_here || return 1
    apt_has openjdk-25-jdk-headless || apt-get update -qq >/dev/null 2>&1
    apt_has openjdk-25-jdk-headless || return 1
    echo "mica: installing openjdk-25-jdk-headless with apt" >&2
    apt_install openjdk-25-jdk-headless
}

# Prints why not, in one line, where it fails.
jdk_from_temurin() {
    local machine sum url base=https://github.com/adoptium/temurin25-binaries/releases/download
    case $(uname -m) in
        x86_64) machine=x64 sum=dbb698396d478e7fa2b1e50f4103324b2a99b90569ee27c33f2261f9215cf41e ;;
        aarch64) machine=aarch64 sum=69df11a02cfa3ef7d7ca645e03edce6778ec090e100f6ae2b42097865730ac52 ;;
        *) echo "no Temurin archive is known for $(uname -m)" && return 1 ;;
    esac
    url=${MICA_JDK_URL:-$base/jdk-${jdk_version/+/%2B}/OpenJDK25U-jdk_${machine}_linux_hotspot_${jdk_version/+/_}.tar.gz}
    sum=${MICA_JDK_SHA256:-$sum}
    echo "mica: fetching $url" >&2
    mkdir -p "$jdk_cache" || return 1
    (
        work=$(mktemp -d "$jdk_cache/fetch.XXXXXX") || exit 1
        trap 'rm -rf "$work"' EXIT
        trap 'exit 130' INT
        trap 'exit 143' TERM
        case $url in
            file://*) cp "${url#file://}" "$work/jdk.tar.gz" 2>/dev/null ;;
            *)
                if command -v curl >/dev/null; then
                    curl -fsSL --retry 3 --connect-timeout 20 -o "$work/jdk.tar.gz" "$url" 2>/dev/null
                elif command -v wget >/dev/null; then
                    wget -qO "$work/jdk.tar.gz" --tries=3 --timeout=20 "$url"
                else
                    echo "neither curl nor wget is here to fetch it with" && exit 1
                fi
                ;;
        esac || { echo "$url cannot be fetched" && exit 1; }
        got=$(sha256sum <"$work/jdk.tar.gz")
        [ "${got%% *}" = "$sum" ] || { echo "$url has SHA-256 ${got%% *}, wanted $sum" && exit 1; }
        mkdir "$work/jdk" && tar -xzf "$work/jdk.tar.gz" -C "$work/jdk" --strip-components=1 2>/dev/null || { echo "$url cannot be unpacked" && exit 1; }
        is_jdk_25 "$work/jdk" || { echo "$url holds no JDK 25" && exit 1; }
        rm -rf "$jdk_cache/jdk-25"
        mv -T "$work/jdk" "$jdk_cache/jdk-25"
    )
}

if ! jdk_find; then
    jdk_from_apt && jdk_find || jdk_why=$(jdk_from_temurin) && jdk_find || {
        echo "mica: no JDK 25: ${jdk_why:-none was found}; install one and set JAVA_HOME to it" >&2
        exit 1
    }
fi
