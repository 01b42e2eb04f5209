#!/usr/bin/env python3
"""hostile.py FOLDER OUTSIDE: archives that lie or reach for OUTSIDE, one file each, named after what they try.

Names that begin with `no-` must be refused; those with `any-` may be; the
others must load and stay inside their layer.
"""
import hashlib
import io
import json
import os
import sys
import tarfile

folder, outside = sys.argv[1:3]


def layer(*members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as t:
        for name, kind, value, *rest in members:
            i = tarfile.TarInfo(name)
            i.type, i.mode = kind, 0o755
            data = None
            if kind == tarfile.REGTYPE:
                data = value
                i.size = len(value)
            elif kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
                i.linkname = value
            elif kind in (tarfile.CHRTYPE, tarfile.BLKTYPE):
                i.devmajor, i.devminor = value
            if rest:
                i.pax_headers = rest[0]
            t.addfile(i, io.BytesIO(data) if data is not None else None)
    return out.getvalue()


def write(name, layers, ids=None, manifest=None, config=None, cut=None, member=None):
    ids = ids or ["sha256:" + hashlib.sha256(b).hexdigest() for b in layers]
    config = config if config is not None else json.dumps({"architecture": "amd64", "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": ids}}).encode()
    manifest = manifest if manifest is not None else json.dumps([{"Config": "c.json", "RepoTags": [f"{name.lower()}:1"], "Layers": [f"{n}/layer.tar" for n in range(len(layers))]}]).encode()
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as t:
        def put(n, data):
            i = tarfile.TarInfo(n)
            i.size = len(data)
            t.addfile(i, io.BytesIO(data))
        put("c.json", config)
        for n, b in enumerate(layers):
            put(f"{n}/layer.tar", b)
        if member:
            put(*member)
        put("manifest.json", manifest)
    data = out.getvalue()
    with open(f"{folder}/{name}.tar", "wb") as f:
        f.write(data[:cut] if cut else data)


F, D, S, H, C, B = tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE
up = "../" * 30
inside = outside.lstrip("/")
write("dotdot", [layer((up + inside + "/in", F, b"x"))])
write("absolute", [layer((outside + "/in", F, b"x"))])
write("any-symlink-parent", [layer(("d", S, outside), ("d/in", F, b"x"))])
write("any-symlink-parent-relative", [layer(("d", S, up + inside), ("d/in", F, b"x"))])
write("any-symlink-parent-next-layer", [layer(("d", S, outside)), layer(("d/in", F, b"x"))])
write("any-symlink-to-canary-then-file-below", [layer(("e", D, None), ("e/l", S, outside), ("e/l/in", F, b"x"))])
write("no-hardlink-out", [layer(("h", H, outside + "/canary"))])
write("no-hardlink-out-relative", [layer(("h", H, up + inside + "/canary"))])
write("hardlink-through-symlink", [layer(("d", S, outside), ("x", F, b"mine"), ("h", H, "x"))])
write("whiteout-out", [layer(("d", S, outside), ("keep", F, b"x"), ("gone/.wh.x", F, b""))])
write("any-opaque-through-symlink", [layer(("d", S, outside), ("d/.wh..wh..opq", F, b""))])
write("any-whiteout-through-symlink", [layer(("d", S, outside), ("d/.wh.canary", F, b""))])
write("no-bad-whiteout", [layer(("a/.wh.", F, b""))])
write("no-bad-whiteout-dot", [layer(("a/.wh..", F, b""))])
write("no-bad-whiteout-dotdot", [layer(("a/.wh...", F, b""))])
write("forged-overlay-xattrs", [layer(("d", D, None, {"SCHILY.xattr.trusted.overlay.opaque": "y", "SCHILY.xattr.trusted.overlay.redirect": "/etc", "SCHILY.xattr.user.fine": "v"}),
                                      ("d/f", F, b"x", {"SCHILY.xattr.trusted.overlay.metacopy": "", "SCHILY.xattr.trusted.other": "1"}))])
write("device-of-the-disk", [layer(("disk", B, (8, 0)), ("mem", C, (1, 1)))])
write("no-twice", [layer(("f", F, b"1"), ("f", F, b"2"))])
write("no-lying-diffid", [layer(("f", F, b"x"))], ids=["sha256:" + "0" * 64])
write("no-too-few-diffids", [layer(("f", F, b"x")), layer(("g", F, b"x"))], ids=["sha256:" + hashlib.sha256(layer(("f", F, b"x"))).hexdigest()])
write("no-missing-layer", [layer(("f", F, b"x"))], manifest=json.dumps([{"Config": "c.json", "RepoTags": ["m:1"], "Layers": ["nosuch/layer.tar"]}]).encode())
write("no-missing-config", [layer(("f", F, b"x"))], manifest=json.dumps([{"Config": "nosuch.json", "RepoTags": ["m:1"], "Layers": ["0/layer.tar"]}]).encode())
write("no-config-outside", [layer(("f", F, b"x"))], manifest=json.dumps([{"Config": up + "etc/passwd", "RepoTags": ["m:1"], "Layers": ["0/layer.tar"]}]).encode())
write("no-layer-outside", [layer(("f", F, b"x"))], manifest=json.dumps([{"Config": "c.json", "RepoTags": ["m:1"], "Layers": [up + inside + "/layer.tar"]}]).encode())
write("no-bad-tag", [layer(("f", F, b"x"))], manifest=json.dumps([{"Config": "c.json", "RepoTags": ["BAD NAME"], "Layers": ["0/layer.tar"]}]).encode())
write("no-broken-manifest", [layer(("f", F, b"x"))], manifest=b'[{"Config": ')
write("no-manifest-of-numbers", [layer(("f", F, b"x"))], manifest=b"[1,2]")
write("no-broken-config", [layer(("f", F, b"x"))], config=b"{")
write("no-truncated-layer", [layer(("f", F, os.urandom(90000)))], cut=40000)
good = layer(("f", F, b"0" * 3000))
write("no-layer-cut-short", [good[:2000]])
write("no-layer-of-garbage", [os.urandom(5000)])
big = bytearray(layer(("f", F, b"x")))
write("no-huge-size", [bytes(big[:124]) + b"77777777777\0" + bytes(big[136:])])
with open(f"{folder}/no-garbage.tar", "wb") as f:
    f.write(os.urandom(100000))
with open(f"{folder}/no-nothing.tar", "wb") as f:
    f.write(b"")
write("long-path", [layer(*[("/".join(["p" * 200] * n), D, None) for n in range(1, 15)])])
write("many-links", [layer(("x", F, b"1"), *[(f"h{n}", H, "x") for n in range(500)])])
