#!/usr/bin/env python3
"""image.py OUT NAME:TAG [LAYERS]: a docker-save archive with no registry and no engine: busybox and LAYERS-1 small layers.

The second layer edits, deletes and replaces what the first has; the third holds odd names, modes, times and xattrs.
"""
import hashlib
import io
import json
import shutil
import sys
import tarfile

APPLETS = "sh true false sleep cat ls mkdir echo touch rm find stat id ps mount umount mknod dd env tty stty seq yes head wc hostname ip ping wget nslookup chmod ln pwd grep kill date".split()


def tar(entries):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as t:
        for name, what in entries:
            kind, value, extra = what
            i = tarfile.TarInfo(name)
            i.mtime, i.mode = extra.get("mtime", 1700000000), extra.get("mode", 0o755 if kind == "dir" else 0o644)
            i.uid, i.gid = extra.get("owner", (0, 0))
            i.pax_headers = {"SCHILY.xattr." + k: v for k, v in extra.get("xattrs", {}).items()}
            i.type = {"dir": tarfile.DIRTYPE, "file": tarfile.REGTYPE, "sym": tarfile.SYMTYPE, "hard": tarfile.LNKTYPE}[kind]
            if kind in ("sym", "hard"):
                i.linkname = value
            if kind == "file":
                i.size = len(value)
            t.addfile(i, io.BytesIO(value) if kind == "file" else None)
    return out.getvalue()


def directory(**extra):
    return ("dir", None, extra)


def file(data, **extra):
    return ("file", data, extra)


def layers(count):
    with open(shutil.which("busybox"), "rb") as f:
        busybox = f.read()
    base = [("bin", directory()), ("bin/busybox", file(busybox, mode=0o755))]
    base += [("bin/" + a, ("sym", "busybox", {"mode": 0o777})) for a in APPLETS]
    base += [(d, directory()) for d in "proc sys dev etc root home a o".split()] + [("tmp", directory(mode=0o1777))]
    base += [("etc/passwd", file(b"root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/home:/bin/sh\n")),
             ("etc/group", file(b"root:x:0:\nann:x:1000:\nstaff:x:50:ann\n"))]
    base += [(f"a/f{i}", file(b"lower %d\n" % i, owner=(i, i + 1))) for i in range(9)]
    base += [("a/hard", ("hard", "a/f1", {})), ("o/old", file(b"old\n"))]
    result = [tar(base)]
    if count > 1:
        result.append(tar([("a", directory()), ("a/.wh.f3", file(b"")), ("a/f4", file(b"edited\n", mode=0o600)),
                           ("o", directory()), ("o/.wh..wh..opq", file(b"")), ("o/new", file(b"new\n"))]))
    if count > 2:
        result.append(tar([("odd", directory(mode=0o2775)), ("odd/" + "n" * 200, file(b"")), ("odd/\u00fc", file(b"")),
                           ("odd/x", file(b"", xattrs={"user.k": "v"})), ("odd/suid", file(b"", mode=0o4755)),
                           ("odd/before", file(b"", mtime=-1.5)), ("odd/fraction", file(b"", mtime=1600000000.125))]))
    return result + [tar([(f"layer{k}", file(b"%d\n" % k))]) for k in range(3, count)]


def main():
    out, tag, count = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 3
    blobs = layers(count)
    created = "2026-01-01T00:00:00Z"
    config = json.dumps({
        "architecture": "amd64", "os": "linux", "created": created,
        "config": {"Cmd": ["/bin/sh"], "Env": ["PATH=/bin", "FROM=image"], "Labels": {"of": "image"}},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(b).hexdigest() for b in blobs]},
        "history": [{"created": created, "created_by": f"layer {i}"} for i in range(count)]}).encode()
    name = hashlib.sha256(config).hexdigest() + ".json"
    members = [(name, config)] + [(f"{i}/layer.tar", b) for i, b in enumerate(blobs)]
    manifest = [{"Config": name, "RepoTags": [tag], "Layers": [n for n, _ in members[1:]]}]
    members.append(("manifest.json", json.dumps(manifest).encode()))
    with tarfile.open(out, "w") as t:
        for member, data in members:
            i = tarfile.TarInfo(member)
            i.size = len(data)
            t.addfile(i, io.BytesIO(data))


main()
