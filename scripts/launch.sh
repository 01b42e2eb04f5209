# Sourced by mica and mica-fuse, with their own folder in $here: builds what is missing or older than its sources, and defines
# mica_client, mica_daemon and mica_fuse, each of which becomes its JVM. This is on the way of every command, so it starts no
# program where nothing is to be done but one find (4 ms).
# shellcheck shell=sh
mica_top='' mica_asked=''
[ -r "$here/.build/launch" ] && . "$here/.build/launch"

# Whether what stands in .build was made from these sources, here, for this JDK.
current() {
    [ "$mica_top" -ef "$here" ] && [ "$mica_asked" = "${JAVA_HOME:-}" ] && [ -x "$mica_java" ] &&
        [ -z "$(cd "$here" && find pom.xml scripts */pom.xml */src/main -newer .build/launch -print -quit 2>/dev/null)" ]
}
if ! current; then
    if [ -n "$mica_top" ] && ! [ -w "$here/.build" ]; then
        : # another user's checkout: what stands there has to do
    else
        "$here/scripts/build" || exit
        . "$here/.build/launch"
    fi
fi
