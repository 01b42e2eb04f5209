# Sourced by build: train makes an AOT cache for each role, from one session: a daemon on a data-root of its own, and
# a client that asks it for what people ask. What the two loaded and linked is in place when such a JVM starts again.
# It reads java, class_path, client, daemon, fuse and fuse_path, and writes .build/aot/ROLE.new; what fails leaves that file out.
# shellcheck shell=bash disable=SC2154

# An overlay mount, used as people use one. Where this user may not mount there is no cache for it.
train_fuse() {
    local l=$work/lower m=$work/merged
    mkdir -p "$l/d/e" "$work/upper" "$work/workdir" "$m"
    for i in $(seq 200); do echo "$i" >"$l/d/f$i"; done
    ln -s d/f1 "$l/link"
    "$java" "${fuse[@]}" -XX:AOTCacheOutput=.build/aot/fuse.new -cp "$fuse_path" dev.mica.overlayfs.MicaFuse \
        -o "lowerdir=$l,upperdir=$work/upper,workdir=$work/workdir" "$m" >.build/aot/fuse.log 2>&1 &
    local fuse_pid=$!
    for _ in $(seq 100); do
        mountpoint -q "$m" && break
        kill -0 $fuse_pid 2>/dev/null || return
        sleep 0.1
    done
    timeout 30 sh -c 'cd "$1" && find . -printf "%s %l\n" && cat d/f* >/dev/null && echo more >>d/f2 && : >d/f3 &&
        mkdir -p new/dir && cp d/f4 new/dir/x && ln new/dir/x y && mv new/dir/x z && ln -s z s && chmod 600 d/f5 &&
        touch -d 2020-01-01 d/f6 && rm d/f7 y && rmdir new/dir && ls -l d nosuch' - "$m" >/dev/null 2>&1
    umount "$m"
    wait $fuse_pid
}

train() (
    set +e
    work=$(mktemp -d "${TMPDIR:-/tmp}/mica-train.XXXXXX") || exit
    pid=
    clean() {
        [ -z "$pid" ] || kill -9 "$pid" 2>/dev/null
        grep -o " $work/[^ ]*" /proc/mounts | sort -r | xargs -r umount -l 2>/dev/null
        rm -rf "$work"
    }
    trap clean EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    export DOCKER_HOST=unix://$work/sock
    echo '{}' >"$work/daemon.json" # not the machine's

    "$java" "${daemon[@]}" -XX:AOTCacheOutput=.build/aot/daemon.new -cp "$class_path" dev.mica.cli.Main daemon \
        --host "$DOCKER_HOST" --data-root "$work/root" --exec-root "$work/exec" --pidfile "$work/pid" \
        --bridge none --config-file "$work/daemon.json" >.build/aot/daemon.log 2>&1 &
    pid=$!
    for _ in $(seq 300); do
        [ -S "$work/sock" ] && break
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done

    "$java" "${client[@]}" -XX:AOTCacheOutput=.build/aot/client.new -cp "$class_path" dev.mica.cli.Rehearsal \
        >.build/aot/client.log 2>&1 <<C
version
info
image from-host -t rehearsal:1 sh true sleep
images
history rehearsal:1
inspect rehearsal:1
run --rm --network none rehearsal:1 true
run -d --name r --network none rehearsal:1 sleep 60
ps -a
exec r true
logs r
diff r
layers r
commit r rehearsal:2
save -o $work/saved.tar rehearsal:1
load -i $work/saved.tar
events --since 1m --until 0s
stop -t 0 r
rm r
rmi rehearsal:2
ps --format {{.Names}}
ps --nosuch
C
    train_fuse
    # it writes its cache as it ends
    kill "$pid" 2>/dev/null
    for _ in $(seq 300); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    wait "$pid" 2>/dev/null
    return 0
)
