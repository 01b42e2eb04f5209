#!/usr/bin/env python3
"""Mica beside dockerd, one run: what a docker CLI waits for. `bench/engine.py` prints the table of bench/README.md.

Both data-roots lie on one ext4 with a journal in a loop device (on a file system without one the cost of a create swings
thirtyfold). Engines take turns, A B A B; what earlier rows left dirty is synced before each timing; a row gives both medians
and the median of the pairwise ratios. `durable` rows add sync(1) to dockerd's command, because Mica's answer already means that
the data is on disk. Times are whole commands, the CLI's own start (row `docker version`) included.
"""
import argparse
import hashlib
import io
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def tar(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as t:
        for name, data, mode in members:
            i = tarfile.TarInfo(name)
            i.mode, i.mtime = mode, 1700000000
            if data is None:
                i.type = tarfile.DIRTYPE
            elif isinstance(data, str):
                i.type, i.linkname = tarfile.SYMTYPE, data
            else:
                i.size = len(data)
            t.addfile(i, io.BytesIO(data) if isinstance(data, bytes) else None)
    return out.getvalue()


def archive(path, name, blobs):
    config = json.dumps({"architecture": "amd64", "os": "linux", "created": "2026-01-01T00:00:00Z",
                         "config": {"Cmd": ["/bin/sh"], "Env": ["PATH=/bin"]},
                         "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(b).hexdigest() for b in blobs]}}).encode()
    with tarfile.open(path, "w") as t:
        def put(member, data):
            i = tarfile.TarInfo(member)
            i.size = len(data)
            t.addfile(i, io.BytesIO(data))
        put("config.json", config)
        for n, b in enumerate(blobs):
            put(f"{n}/layer.tar", b)
        put("manifest.json", json.dumps([{"Config": "config.json", "RepoTags": [name],
                                          "Layers": [f"{n}/layer.tar" for n in range(len(blobs))]}]).encode())


def images(folder):
    with open(shutil.which("busybox"), "rb") as f:
        busybox = f.read()
    applets = "sh true sleep cat ls mkdir echo touch".split()
    base = tar([("bin", None, 0o755), ("bin/busybox", busybox, 0o755)] + [("bin/" + a, "busybox", 0o777) for a in applets]
               + [(d, None, 0o755) for d in "proc sys dev tmp etc".split()])
    chance = random.Random(11)
    blobs = [base]
    for n in range(4):
        members = [(f"d{n}", None, 0o755)]
        for d in range(50):
            members.append((f"d{n}/{d}", None, 0o755))
            members += [(f"d{n}/{d}/f{i}", chance.randbytes(chance.randint(200, 20000)), 0o644) for i in range(100)]
        blobs.append(tar(members))
    archive(folder + "/base.tar", "bench:base", [base])
    archive(folder + "/big.tar", "bench:big", blobs)
    os.mkdir(folder + "/bundle")
    with tarfile.open(fileobj=io.BytesIO(base)) as t:
        t.extractall(folder + "/bundle/rootfs")


class Engine:
    def __init__(self, name, command, folder, extra):
        self.name, self.folder = name, folder
        self.sock = f"{folder}/{name}.sock"
        self.env = dict(os.environ, DOCKER_HOST="unix://" + self.sock, DOCKER_BUILDKIT="0")
        self.command = command + ["--data-root", f"{folder}/{name}", "--exec-root", f"{folder}/x{name}", "--host", "unix://" + self.sock,
                                  "--pidfile", f"{folder}/{name}.pid"] + extra
        self.process = None
        self.ready = None

    def start(self):
        log = open(f"{self.folder}/{self.name}.log", "ab")
        begun = time.monotonic()
        self.process = subprocess.Popen(self.command, stdout=log, stderr=log)
        ping = ["curl", "-sf", "--unix-socket", self.sock, "http://d/_ping"]
        while subprocess.run(ping, capture_output=True).returncode:
            if self.process.poll() is not None or time.monotonic() - begun > 60:
                sys.exit(f"{self.name} did not come up: {open(log.name).read()[-400:]}")
            time.sleep(0.005)
        self.ready = (time.monotonic() - begun) * 1000

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def rss(self):
        """MB resident of the daemon; for dockerd, containerd with it."""
        pids = [self.process.pid] + [int(p) for p in subprocess.run(["pgrep", "-P", str(self.process.pid), "containerd"], capture_output=True, text=True).stdout.split()]
        total = 0
        for p in pids:
            with open(f"/proc/{p}/status") as f:
                total += next((int(line.split()[1]) for line in f if line.startswith("VmRSS")), 0)
        return total / 1024

    def sh(self, command, must=True):
        r = subprocess.run(command, shell=True, env=self.env, capture_output=True, text=True)
        if must and r.returncode:
            raise RuntimeError(f"{self.name}: {command}: {r.stderr.strip()[:300]}")


IDLE = 12  # seconds: longer than the daemon waits before it gives memory back
WALK = """docker load -q -i {archive}; docker info; docker ps; docker run --rm -d --network none --name walk bench:base sleep 99999; docker ps
docker exec walk sh -c 'echo Hello Docker > moelove-info'; docker exec walk cat moelove-info; docker diff walk; docker inspect walk
docker logs walk; docker images; docker history bench:base; docker stop -t 1 walk; docker ps -a"""
RUN = "docker run -d --network none --name {x} "
FILES = "docker exec {x} sh -c 'mkdir /m; for i in 0 1 2 3 4 5 6 7 8 9; do echo $i > /m/$i; done'"
# row, asked for at most, before, timed, after; {x} is a name of the round's own, {sync} ends dockerd's durable rows
ROWS = [
    ("docker version", None, None, "docker version", None),
    ("run --rm --network none", 0.5, None, "docker run --rm --network none bench:base true", None),
    ("run --rm --network host", None, None, "docker run --rm --network host bench:base true", None),
    ("run --rm (bridge)", None, None, "docker run --rm bench:base true", None),
    ("create", None, None, "docker create --network none --name {x} bench:base true", "docker rm {x}"),
    ("start", None, "docker create --network none --name {x} bench:base sleep 1000", "docker start {x}", "docker rm -f {x}"),
    ("exec", 0.7, RUN + "bench:base sleep 1000", "docker exec {x} true", "docker rm -f {x}"),
    ("stop -t 0", None, RUN + "bench:base sleep 1000", "docker stop -t 0 {x}", "docker rm -f {x}"),
    ("rm", None, "docker create --network none --name {x} bench:base true", "docker rm {x}", None),
    ("commit of 10 files", None, RUN + "bench:base sleep 1000 && " + FILES, "docker commit {x} com:{x}", "docker rm -f {x}; docker rmi com:{x}"),
    ("commit of 10 files, durable", 0.5, RUN + "bench:base sleep 1000 && " + FILES, "docker commit {x} com:{x}{sync}", "docker rm -f {x}; docker rmi com:{x}"),
    ("diff of 1 file in 20,000", 0.2, RUN + "bench:big sleep 1000 && docker exec {x} touch /d0/0/f0", "docker diff {x}", "docker rm -f {x}"),
    ("load 200 MB, 20,000 files", None, "docker rmi -f bench:big", "docker load -q -i {dir}/big.tar", None),
    ("load, durable", 0.5, "docker rmi -f bench:big", "docker load -q -i {dir}/big.tar{sync}", None),
    ("save of it", 0.6, None, "docker save bench:big -o {dir}/out.tar", "rm -f {dir}/out.tar"),
    ("pull of it", 0.5, "docker rmi -f bench:big {reg}/big:1", "docker pull -q {reg}/big:1", None),
    ("pull of it, durable", None, "docker rmi -f bench:big {reg}/big:1", "docker pull -q {reg}/big:1{sync}", None),
    ("pull with nothing new", 0.7, "docker pull -q {reg}/big:1", "docker pull -q {reg}/big:1", None),
]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("-n", type=int, default=9, help="rounds of a row (a third of them for the big image)")
    p.add_argument("--only", help="comma-separated beginnings of rows")
    p.add_argument("--write", action="store_true", help="put the table into bench/README.md")
    p.add_argument("--mica", default=TOP + "/mica daemon", help="the command that starts our engine")
    a = p.parse_args()
    for program in ("dockerd", "docker", "busybox", "runc", "curl", "mkfs.ext4"):
        if not shutil.which(program):
            sys.exit(f"needs {program}: ./check --install brings it")
    work = tempfile.mkdtemp(prefix="mica-bench-")
    started = []
    try:
        subprocess.run(f"truncate -s 16G {work}/disk && mkfs.ext4 -qF -E lazy_itable_init=0,lazy_journal_init=0 {work}/disk && mkdir {work}/fs && mount -o loop {work}/disk {work}/fs", shell=True, check=True)
        folder = work + "/fs"
        images(folder)
        ours = Engine("mica", a.mica.split(), folder, [])
        theirs = Engine("dockerd", ["dockerd"], folder, ["--storage-driver", "overlay2", "--bridge", "none", "--iptables=false"])
        port = None
        for e in (ours, theirs):
            started.append(e)
            e.start()
            e.sh(f"docker load -q -i {folder}/base.tar && docker load -q -i {folder}/big.tar")
        if shutil.which("docker-registry") and shutil.which("skopeo"):
            port = random.randint(20000, 29000)
            with open(folder + "/registry.yml", "w") as f:
                f.write(f"version: 0.1\nlog:\n  level: error\nstorage:\n  filesystem:\n    rootdirectory: {folder}/registry\nhttp:\n  addr: 127.0.0.1:{port}\n")
            registry = subprocess.Popen(["docker-registry", "serve", folder + "/registry.yml"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(1)
            subprocess.run(["skopeo", "copy", "-q", "--dest-tls-verify=false", f"docker-archive:{folder}/big.tar", f"docker://127.0.0.1:{port}/big:1"], check=True)
        lines = ["| Work | Mica | dockerd | times | at most |", "|---|---|---|---|---|"]
        print(*lines, sep="\n", flush=True)

        def row(*cells):
            lines.append("| " + " | ".join(cells) + " |")
            print(lines[-1], flush=True)

        medians = {}
        missed = []
        for name, most, before, timed, after in ROWS:
            if a.only and not any(name.startswith(o) for o in a.only.split(",")):
                continue
            if "{reg}" in timed and not port:
                row(name, "no docker-registry or skopeo here", "", "", "")
                continue
            if "bridge" in name:
                continue  # both engines here run without one; netavark's cost is in the guest's run
            n = max(3, a.n // 3) if any(w in timed for w in ("big", "load", "save", "docker pull")) and "diff" not in name else a.n
            times = {ours: [], theirs: []}
            try:
                for i in range(n + 1):  # the first round warms both up
                    for e in (ours, theirs):
                        def fill(s, e=e, i=i):
                            return s.replace("{x}", f"b{i}").replace("{dir}", folder).replace("{reg}", f"127.0.0.1:{port}").replace("{sync}", " && sync" if e is theirs else "")
                        if before:
                            e.sh(fill(before), must="rmi" not in before)
                        os.sync()
                        begun = time.monotonic()
                        e.sh(fill(timed))
                        if i:
                            times[e].append((time.monotonic() - begun) * 1000)
                        if after:
                            e.sh(fill(after), must=False)
            except RuntimeError as x:
                row(name, "failed", str(x), "", str(most or ""))
                missed.append(name)
                continue
            x, y = times[ours], times[theirs]
            if name == "exec" and "docker version" in medians:  # the client's own start comes off both
                x, y = ([t - v for t in times[e]] for e, v in zip((ours, theirs), medians["docker version"]))
                name += ", less docker version"
            ratio = statistics.median(s / max(t, 0.1) for s, t in zip(x, y))
            medians[name] = (statistics.median(x), statistics.median(y))
            row(name, f"{medians[name][0]:.0f} ms", f"{medians[name][1]:.0f} ms", f"{ratio:.2f}", str(most or ""))
            if most and ratio > most:
                missed.append(f"{name} {ratio:.2f}")
        if not a.only:
            subprocess.run(["runc", "spec"], cwd=folder + "/bundle", check=True)
            with open(folder + "/bundle/config.json") as f:
                spec = json.load(f)
            spec["process"].update(args=["true"], terminal=False, env=["PATH=/bin"])
            with open(folder + "/bundle/config.json", "w") as f:
                json.dump(spec, f)

            def timed(command, env=None):
                got = []
                for _ in range(a.n):
                    begun = time.monotonic()
                    subprocess.run(command, shell=True, cwd=folder + "/bundle", env=env, capture_output=True, check=True)
                    got.append((time.monotonic() - begun) * 1000)
                return statistics.median(got)

            bare = timed("runc run bench$$")
            over = medians["run --rm --network none"][0] - medians["docker version"][0] - bare
            row("bare runc run of such a bundle", f"{bare:.0f} ms", "", "", "")
            row("run --rm, less docker version, over bare runc", f"{over:.0f} ms", f"{medians['run --rm --network none'][1] - medians['docker version'][1] - bare:.0f} ms", "", "40 ms")
            if over > 40:
                missed.append(f"run over runc {over:.0f} ms")
            if shutil.which("podman"):
                podman = f"podman --root {folder}/podman --runroot {folder}/podman-run --runtime runc"
                subprocess.run(f"{podman} load -q -i {folder}/base.tar", shell=True, capture_output=True, check=True)
                try:
                    row("podman run --rm --network none", "", f"{timed(podman + ' run --rm --network none bench:base true'):.0f} ms (podman)", "", "")
                except subprocess.CalledProcessError as e:
                    row("podman run --rm --network none", "", "podman does not run here: " + e.stderr.decode().strip().splitlines()[-1][:90], "", "")
            mine = timed(TOP + "/mica version", ours.env)
            row("mica version", f"{mine:.0f} ms", "", "", "250 ms")
            time.sleep(IDLE)
            row("resident, idle after these rows", f"{ours.rss():.0f} MB", f"{theirs.rss():.0f} MB", "", "")
            ready = []
            for _ in range(5):
                ours.stop()
                ours.start()
                ready.append(ours.ready)
            row("exec of the daemon to ready", f"{statistics.median(ready):.0f} ms", f"{theirs.ready:.0f} ms", "", "600 ms")
            row("resident, just started", f"{ours.rss():.0f} MB", "", "", "")
            ours.sh(WALK.format(archive=folder + "/base.tar"))
            time.sleep(IDLE)
            idle = ours.rss()
            row("resident, idle after the walk-through", f"{idle:.0f} MB", "", "", "120 MB")
            if mine > 250 or statistics.median(ready) > 600 or idle > 120:
                missed.append("version, ready or resident")
        print("\nfalls short: " + ("; ".join(missed) or "nowhere"))
        if a.write:
            readme = TOP + "/bench/README.md"
            with open(readme) as f:
                text = f.read()
            head, tail = text.split("<!-- table -->")[0], text.split("<!-- end of table -->")[1]
            with open("/proc/version") as f:
                kernel = f.read().split()[2]
            note = f"\n{time.strftime('%Y-%m-%d')}, kernel {kernel}, {os.cpu_count()} cores, n={a.n}, ext4 with a journal on a loop device, docker CLI as the client.\n\n"
            with open(readme, "w") as f:
                f.write(head + "<!-- table -->" + note + "\n".join(lines) + "\n<!-- end of table -->" + tail)
        return bool(missed)
    finally:
        for e in started:
            e.stop()
        if "registry" in locals():
            registry.terminate()
            registry.wait()
        with open("/proc/mounts") as f:
            inside = [line.split()[1] for line in f if line.split()[1].startswith(work)]
        for m in sorted(inside, reverse=True):
            subprocess.run(["umount", "-l", m])
        shutil.rmtree(work, ignore_errors=True)


sys.exit(main())
