#!/usr/bin/env python3
"""hostile.py FOLDER OUTSIDE: archives that lie or reach for OUTSIDE, one file each, named after what they try.

Names that begin with `no-` must be refused, the others must load and stay
inside their layer: as dockerd 20.10 does with each, but that Mica refuses
members that lead out of the archive itself, owners past 32 bits, and what is
nested or large beyond reason, and takes what names the layer's root for it.
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
write("no-symlink-parent", [layer(("d", S, outside), ("d/in", F, b"x"))])
write("no-symlink-parent-relative", [layer(("d", S, up + inside), ("d/in", F, b"x"))])
write("symlink-parent-next-layer", [layer(("d", S, outside)), layer(("d/in", F, b"x"))])
write("no-symlink-to-canary-then-file-below", [layer(("e", D, None), ("e/l", S, outside), ("e/l/in", F, b"x"))])
write("no-hardlink-out", [layer(("h", H, outside + "/canary"))])
write("no-hardlink-out-relative", [layer(("h", H, up + inside + "/canary"))])
write("hardlink-through-symlink", [layer(("d", S, outside), ("x", F, b"mine"), ("h", H, "x"))])
write("whiteout-out", [layer(("d", S, outside), ("keep", F, b"x"), ("gone/.wh.x", F, b""))])
write("no-opaque-through-symlink", [layer(("d", S, outside), ("d/.wh..wh..opq", F, b""))])
write("no-whiteout-through-symlink", [layer(("d", S, outside), ("d/.wh.canary", F, b""))])
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

# Links, and what stands where a directory stood.
write("symlink-parent-inside", [layer(("real", D, None), ("d", S, "/real"), ("d/in", F, b"x"))])
write("symlink-swap", [layer(("d", D, None), ("d/f", F, b"1")), layer(("d", S, outside)), layer(("d/in", F, b"x"))])
write("symlink-then-file", [layer(("s", S, outside + "/canary")), layer(("s", F, b"x"))])
write("hardlink-to-symlink-out", [layer(("s", S, outside + "/canary"), ("h", H, "s")), layer(("h", F, b"x"))])
write("hardlink-dotdot-inside", [layer(("f", F, b"x"), ("h", H, "../../f"))])
write("no-hardlink-below-symlink-out", [layer(("d", S, outside), ("h", H, "d/canary"))])
write("no-hardlink-to-itself", [layer(("h", H, "h"))])
write("no-hardlink-forward", [layer(("h", H, "f"), ("f", F, b"x"))])
write("no-hardlink-to-directory", [layer(("d", D, None), ("h", H, "d"))])
write("no-hardlink-to-root", [layer(("h", H, "/"))])
write("no-hardlink-in-pax-header", [layer(("a", H, "b", {"linkpath": outside + "/canary"}))])
write("no-file-below-file", [layer(("f", F, b"x"), ("f/g", F, b"y"))])
for n, member in enumerate([("./", S, outside), ("/", S, outside), (".", F, b"x"), (".", C, (1, 1)), ("..", F, b"x"), ("..", D, None)]):
    write(f"root-is-other-{n}", [layer(member, ("../in", F, b"%d" % n))])
write("opaque-root", [layer(("f", F, b"x")), layer((".wh..wh..opq", F, b""), ("g", F, b"x"))])
write("whiteout-as-directory", [layer((".wh.d/f", F, b"x"), (".wh.a/../y", F, b""), (".wh..wh.aufs", F, b""), (".wh..wh.orph", D, None))])
write("whiteout-made-by-hand", [layer(("w", C, (0, 0)), ("p", tarfile.FIFOTYPE, None))])
write("no-unknown-type", [layer(("z", b"Z", None))])
marks = "opaque redirect origin impure nlink upper metacopy protattr uuid verity overlay.opaque".split()
write("forged-overlay-xattrs-all", [layer(("d", D, None, {f"SCHILY.xattr.trusted.overlay.{k}": "y" for k in marks}))])

# Headers.
write("no-name-300", [layer(("n" * 300, F, b""))])
write("no-path-6000", [layer(("/".join(["p" * 200] * 30), F, b""))])
write("no-name-nul", [layer(("a", F, b"", {"path": "a\0b"}))])
write("name-newline", [layer(("a\nb", F, b""))])
write("no-owner-huge", [layer(("a", F, b"", {"uid": "99999999999"}))])
for k, v in {"size": "99999999999999", "mtime": "1" + "0" * 30, "comment": "y" * 20000000, "SCHILY.xattr.user.big": "y" * 200000}.items():
    write(f"no-pax-{k.lower()}-huge", [layer(("a", F, b"xx", {k: v}))])
write("no-pax-size-negative", [layer(("a", F, b"xx", {"size": "-5"}))])
write("no-pax-mtime-nan", [layer(("a", F, b"", {"mtime": "nan"}))])
write("no-pax-many-xattrs", [layer(("a", F, b"", {f"SCHILY.xattr.user.k{n}": "v" for n in range(5000)}))])


# Metadata. Each with a layer of its own: what an engine knows already it does not read again.
def fresh():
    return layer(("f", F, os.urandom(20)))


def digest(b):
    return "sha256:" + hashlib.sha256(b).hexdigest()


def config_of(blob, **more):
    return json.dumps({"architecture": "amd64", "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": [digest(blob)]}, **more}).encode()


def with_config(name, **more):
    blob = fresh()
    write(name, [blob], config=config_of(blob, **more))


def with_tags(name, tags):
    write(name, [fresh()], manifest=json.dumps([{"Config": "c.json", "RepoTags": tags, "Layers": ["0/layer.tar"]}]).encode())


write("no-deep-manifest", [fresh()], manifest=b"[" * 1000000)
write("no-deep-config", [fresh()], config=b'{"os": "linux", "x": ' + b"[" * 200000 + b"]" * 200000 + b"}")
write("no-huge-manifest", [fresh()], manifest=b" " * 20000000 + b"[]")
write("no-manifest-of-an-object", [fresh()], manifest=b"{}")
for name, tags in {"dotdot": ["../../x:1"], "long": ["a" * 5000 + ":1"], "long-tag": ["a:" + "1" * 5000], "digest": ["x@sha256:" + "0" * 64], "hex": ["0" * 64], "null": [None],
                   "number": [5], "string": "a:1", "newline": ["a\nb:1"]}.items():
    with_tags(f"no-tag-{name}", tags)
for name, diff_id in {"dotdot": "../../../x", "path": "sha256:../../x", "md5": "md5:" + "0" * 32, "short": "sha256:00", "upper": "sha256:" + "A" * 64, "empty": ""}.items():
    write(f"no-diffid-{name}", [fresh()], ids=[diff_id])
for name, members in {"env": {"config": {"Env": 5}}, "envs": {"config": {"Env": [5]}}, "cmd": {"config": {"Cmd": 5}}, "labels": {"config": {"Labels": {"a": 5}}}, "created": {"created": "yesterday"},
                      "history": {"history": 5}, "histories": {"history": [{}] * 5}, "rootfs": {"rootfs": None}, "os": {"os": "windows"}}.items():
    with_config(f"no-config-{name}", **members)
with_config("config-paths", config={"Volumes": {up + "x": {}, "/a/../../b": {}}, "WorkingDir": up + inside, "Cmd": ["/x"]})
write("no-config-trailing", [fresh()], config=b"{} x")


def archive(name, *members):
    with tarfile.open(f"{folder}/{name}.tar", "w", format=tarfile.PAX_FORMAT) as t:
        for member, kind, value in members:
            i = tarfile.TarInfo(member)
            i.type = kind
            if kind == F:
                i.size = len(value)
            elif kind in (S, H):
                i.linkname = value
            t.addfile(i, io.BytesIO(value) if kind == F else None)


def members(layers, name="m:1", **other):
    blob = fresh()
    files = {"c.json": (F, config_of(blob)), "0/layer.tar": (F, blob), **other, "manifest.json": (F, json.dumps([{"Config": "c.json", "RepoTags": [name], "Layers": layers}]).encode())}
    return [(n, *what) for n, what in files.items()]


canary = outside + "/canary"
archive("no-layer-symlink-out", *members(["l"], l=(S, outside + "/layer.tar")))
archive("no-layer-hardlink-out", *members(["l"], l=(H, outside + "/layer.tar")))
archive("no-layer-directory", *members(["l"], l=(D, None)))
archive("layer-symlink-in", *members(["l"], name="layer-symlink-in:1", l=(S, "0/layer.tar")))
archive("no-config-symlink-out", *[m if m[0] != "c.json" else ("c.json", S, canary) for m in members(["0/layer.tar"])])
archive("no-manifest-symlink-out", *[m if m[0] != "manifest.json" else ("manifest.json", S, canary) for m in members(["0/layer.tar"])])
archive("no-member-out", (up + inside + "/planted", F, b"x"), (outside + "/planted", F, b"x"), *members(["0/layer.tar"]))
one = "a" * 64
archive("no-v1-dotdot", ("repositories", F, json.dumps({"../../x": {"../y": "../../z"}}).encode()), ("z/json", F, b"{}"), ("z/layer.tar", F, fresh()))
archive("no-v1-loop", ("repositories", F, json.dumps({"v1": {"latest": one}}).encode()), (one + "/json", F, json.dumps({"id": one, "parent": one}).encode()), (one + "/layer.tar", F, fresh()))


# OCI layouts whose digests and sizes lie.
def layout(name, blobs, top, size, kind="manifest"):
    index = {"schemaVersion": 2, "manifests": [{"mediaType": f"application/vnd.oci.image.{kind}.v1+json", "digest": top, "size": size, "annotations": {"io.containerd.image.name": f"docker.io/library/{name}:1"}}]}
    archive(name, ("oci-layout", F, b'{"imageLayoutVersion":"1.0.0"}'), *[("blobs/sha256/" + d[7:], F, b) for d, b in blobs.items()], ("index.json", F, json.dumps(index).encode()))


def oci(name, spoil=lambda blobs, config, manifest, blob: None, top=None, more=0):
    blob = fresh()
    config = config_of(blob)
    manifest = json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": digest(config), "size": len(config)},
                           "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": digest(blob), "size": len(blob)}]}).encode()
    blobs = {digest(b): b for b in (config, manifest, blob)}
    spoil(blobs, config, manifest, blob)
    layout(name, blobs, top or digest(manifest), len(manifest) + more)


oci("oci-good")
oci("no-oci-config", lambda blobs, config, manifest, blob: blobs.update({digest(config): config.replace(b"amd64", b"amd65")}))
oci("no-oci-layer", lambda blobs, config, manifest, blob: blobs.update({digest(blob): fresh()}))
oci("no-oci-manifest", lambda blobs, config, manifest, blob: blobs.update({digest(manifest): manifest.replace(b"2,", b"3,")}))
oci("no-oci-size", more=1)
oci("no-oci-path", top="sha256:" + up + inside + "/canary")
nested, top, size = {}, "sha256:" + "0" * 64, 3
for _ in range(1000):
    b = json.dumps({"schemaVersion": 2, "manifests": [{"mediaType": "application/vnd.oci.image.index.v1+json", "digest": top, "size": size}]}).encode()
    top, size = digest(b), len(b)
    nested[top] = b
layout("no-oci-nested", nested, top, size, kind="index")
