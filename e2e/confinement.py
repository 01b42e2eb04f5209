#!/usr/bin/env python3
"""confinement.py OURS THEIRS: two OCI configurations, lines that differ in what confines a container; none when alike.

The order of sets (system calls, capabilities, mounts by destination) does not
count, nor do names of the engines' own files.
"""
import json
import re
import sys


def calls(seccomp):
    """Each call's rules, however they are grouped."""
    result = {}
    for rule in seccomp.get("syscalls") or []:
        for name in rule["names"]:
            result.setdefault(name, []).append(json.dumps([rule["action"], rule.get("errnoRet"), rule.get("args") or []], sort_keys=True))
    return {name: sorted(set(rules)) for name, rules in result.items()}


def without_defaults(members):
    """What is null or says `valueTwo` 0 is what is absent."""
    return {k: v for k, v in members if v is not None and (k, v) != ("valueTwo", 0)}


def facts(path):
    with open(path) as f:
        text = re.sub(r"[0-9a-f]{64}", "ID", f.read())
    c = json.loads(text, object_pairs_hook=without_defaults)
    linux, process = c["linux"], c["process"]
    if linux.get("seccomp"):
        s = linux["seccomp"]
        linux["seccomp"] = {"default": [s["defaultAction"], s.get("defaultErrnoRet")], "architectures": sorted(s.get("architectures") or []), "calls": calls(s), "flags": s.get("flags")}
    process["capabilities"] = {k: sorted(v) for k, v in (process.get("capabilities") or {}).items() if v}
    process["env"] = sorted(e for e in process["env"] if not e.startswith("HOSTNAME="))
    linux["namespaces"] = {n["type"]: bool(n.get("path")) for n in linux["namespaces"]}
    linux["maskedPaths"], linux["readonlyPaths"] = sorted(linux.get("maskedPaths") or []), sorted(linux.get("readonlyPaths") or [])
    c["mounts"] = {m["destination"]: [m["type"], re.sub(r".*/(?=[^/]*$)", "", m["source"]), sorted(m.get("options") or [])] for m in c["mounts"]}
    process["user"]["additionalGids"] = sorted(process["user"].get("additionalGids") or [])
    if re.fullmatch("[0-9a-f]{12}", c.get("hostname", "")):
        c["hostname"] = "SHORT"
    c["root"].pop("path")
    # dockerd sets these itself, in the namespace that it makes
    for v in ("all", "default"):
        (linux.get("sysctl") or {}).pop(f"net.ipv6.conf.{v}.disable_ipv6", None)
    for gone in ("hooks", "annotations", "ociVersion"):
        c.pop(gone, None)
    return c


def flat(at, value, out):
    if isinstance(value, dict):
        for k, v in value.items():
            flat(f"{at}.{k}", v, out)
    elif value not in (None, "", [], False):
        out[at] = json.dumps(value)


def main():
    ours, theirs = {}, {}
    flat("", facts(sys.argv[1]), ours)
    flat("", facts(sys.argv[2]), theirs)
    for key in sorted(set(ours) | set(theirs)):
        if ours.get(key) != theirs.get(key):
            print(f"{key}: wanted {theirs.get(key)}, got {ours.get(key)}")


main()
