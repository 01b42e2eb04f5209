#!/usr/bin/env python3
"""hostile_roots.py GOOD FOLDER OUTSIDE: images whose files lead an engine out of the container when it starts one.

GOOD is an archive of image.py, below whose layers a hostile one is put.
"""
import hashlib
import io
import json
import sys
import tarfile

good, folder, outside = sys.argv[1:4]
canary = outside + "/canary"
F, D, S, C, P = tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE
with tarfile.open(good) as t:
    manifest = json.load(t.extractfile("manifest.json"))[0]
    base = json.load(t.extractfile(manifest["Config"]))
    blobs = [t.extractfile(n).read() for n in manifest["Layers"]]


def image(name, *members, **config):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as t:
        for path, kind, value in members:
            i = tarfile.TarInfo(path)
            i.type, i.mode = kind, 0o755
            if kind == F:
                i.size = len(value)
            elif kind == S:
                i.linkname = value
            elif kind == C:
                i.devmajor, i.devminor = value
            t.addfile(i, io.BytesIO(value) if kind == F else None)
    layers = blobs + [out.getvalue()]
    ids = ["sha256:" + hashlib.sha256(b).hexdigest() for b in layers]
    about = {**base, "config": {**base["config"], **config}, "rootfs": {"type": "layers", "diff_ids": ids}, "history": []}
    with tarfile.open(f"{folder}/{name}.tar", "w") as t:
        files = [("c.json", json.dumps(about).encode())] + [(f"{n}.tar", b) for n, b in enumerate(layers)]
        files.append(("manifest.json", json.dumps([{"Config": "c.json", "RepoTags": [f"{name}:1"], "Layers": [n for n, _ in files[1:]]}]).encode()))
        for path, data in files:
            i = tarfile.TarInfo(path)
            i.size = len(data)
            t.addfile(i, io.BytesIO(data))


up = "../" * 30 + outside.lstrip("/")
etc = ["etc/" + n for n in "resolv.conf hosts hostname mtab passwd group".split()]
dev = ["dev/" + n for n in "console pts shm mqueue null fd stdin ptmx".split()]
image("etc-up", ("etc", S, up))
for d in "etc proc dev sys".split():
    image(f"{d}-out", (d, S, outside))
    image(f"{d}-loop", (d, S, d))
    image(f"{d}-file", (d, F, b"x"))
image("etc-files-out", *[(n, S, canary) for n in etc])
image("etc-files-new", *[(n, S, outside + "/new" + n[4:]) for n in etc])
image("etc-directories", *[(n, D, None) for n in etc])
image("etc-fifos", *[(n, P, None) for n in etc])
image("etc-zeros", *[(n, C, (1, 5)) for n in etc])
image("etc-loops", *[(n, S, n[4:]) for n in etc])
image("etc-huge", ("etc/passwd", F, b"a:x:1:1::/:/\n" * 700000 + b"ann:x:1000:1000::/:/\n"))
image("etc-lies", ("etc/passwd", F, b"\0\xff:::\nann\nann:x:-1:5::\nann:x:99999999999999999999:1::\nann:x:1e3:0::\n:::::::\n" + b"a" * 100000 + b"\n#ann:x:3:3::\n  ann:x:7:8::/:/\n"),
      ("etc/group", F, b"ann\nann:x\nstaff:x:-5:ann\nstaff:x:9:ann,,ann\n"))
image("dev-files-out", *[(n, S, canary) for n in dev])
image("dev-files-new", *[(n, S, outside + "/new" + n[4:]) for n in dev])
image("dev-directories", *[(n, D, None) for n in dev])
image("mark-out", (".dockerenv", S, outside + "/new"))
image("proc-sys-out", ("proc/sys", S, outside), ("sys/fs", S, outside), ("proc/self", S, outside))
image("work-out", ("w", S, outside), WorkingDir="/w/made/deep")
image("work-up", ("w", S, up), WorkingDir="/w/../w/made")
image("work-file", ("w", F, b"x"), WorkingDir="/w/made")
image("volume-out", ("v", S, outside), Volumes={"/v": {}})
image("volume-below-out", ("v", S, up), Volumes={"/v/sub/deep": {}})
image("volume-content-out", ("v", D, None), ("v/l", S, canary), ("v/d", S, outside), ("v/p", P, None), ("v/n", C, (1, 5)), Volumes={"/v": {}})
image("volume-odd", Volumes={"/../../" + outside.lstrip("/") + "/new": {}, "/proc/x": {}, "/a//b/../c": {}})
