#!/usr/bin/env python3
"""What the transport costs alone: the latency of a LOOKUP that a trivial tree answers, in microseconds.

usage: fuse_lookup.py [-n COUNT]      (as root, after `mvn -pl fuse -am test-compile`; JAVA_HOME names a JDK 25)

Each stat(2) of an absent name is one request; of the present one two, since nothing is cached. Beside it fuse-overlayfs,
where it is on PATH, and kernel overlay, both of one empty layer. The client runs wherever the scheduler puts it; with
`taskset -c 0` before the command, on the server's processor.
"""
import argparse, os, pathlib, shutil, statistics, subprocess, sys, tempfile, time

def measure(row, name, n):
    took = []
    for i in range(n + 2000):
        t = time.perf_counter_ns()
        try: os.stat(name.format(i=i))
        except FileNotFoundError: pass
        took.append(time.perf_counter_ns() - t)
    took = sorted(took[2000:])
    print(f"{row:24s} median {statistics.median(took) / 1000:6.1f}  p10 {took[len(took) // 10] / 1000:6.1f}  p99 {took[len(took) * 99 // 100] / 1000:6.1f} µs")

def main():
    a = argparse.ArgumentParser(); a.add_argument("-n", type=int, default=20000); a = a.parse_args()
    top = pathlib.Path(__file__).resolve().parent.parent
    java = os.path.join(os.environ.get("JAVA_HOME", "/usr"), "bin/java")
    path = ":".join(str(top / p) for p in ("fuse/target/test-classes", "fuse/target/classes", "linux/target/classes", "errno/target/classes"))
    with tempfile.TemporaryDirectory(prefix="mica-bench.") as d:
        mnt = f"{d}/merged"
        for name in ("merged", "lower", "upper", "work"): os.mkdir(f"{d}/{name}")
        options = f"lowerdir={d}/lower,upperdir={d}/upper,workdir={d}/work"
        server = subprocess.Popen([java, "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                                   "-cp", path, "dev.mica.fuse.TrivialMount", mnt])
        try:
            for _ in range(500):
                if os.path.ismount(mnt): break
                if server.poll() is not None: sys.exit("the server ended")
                time.sleep(0.01)
            measure("present", mnt + "/hello", a.n)
            measure("absent", mnt + "/absent{i}", a.n)
        finally:
            subprocess.run(["umount", "-l", mnt]); server.wait(10)
        for row, command in (("absent, fuse-overlayfs", ["fuse-overlayfs", "-o", options, mnt]),
                             ("absent, kernel overlay", ["mount", "-t", "overlay", "overlay", "-o", options, mnt])):
            if shutil.which(command[0]):
                subprocess.run(command, check=True)
                try: measure(row, mnt + "/absent{i}", a.n)
                finally: subprocess.run(["umount", mnt])

main()
