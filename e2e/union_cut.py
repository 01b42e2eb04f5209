"""Changes files of a union until it is stopped, and says afterwards whether each is as it was or as it was to be.

make LOWER          writes the lower layer
work MERGED LOG     changes one file after the other; LOG has what was begun and, once it is synced, done
check MERGED LOG    prints what is neither, and ends with 1
"""
import os, random, sys

COUNT = 600
KINDS = "append replace rename unlink chmod remake truncate"


def kind(i):
    return KINDS.split()[random.Random(i).randrange(7)]


def old(i):
    size = (37, 4096, 70000, 300000)[i % 4] if i % 97 else 8 << 20
    return (b"old %d " % i) * (size // 8)


def new(i):
    return b"new %d" % i


def make(lower):
    for i in range(COUNT):
        os.makedirs(f"{lower}/d{i % 9}", exist_ok=True)
        path = f"{lower}/d{i % 9}/f{i}"
        if kind(i) == "remake":
            os.mkdir(path)
            path += "/child"
        with open(path, "wb") as f:
            f.write(old(i))
        os.chmod(path, 0o644)


def sync(path):
    fd = os.open(path, os.O_RDONLY)
    os.fsync(fd)
    os.close(fd)


def change(what, path, i):
    match what:
        case "append" | "truncate":
            if i % 2:
                os.chmod(path, 0o644)  # with metacopy the data comes with the next step
            fd = os.open(path, os.O_WRONLY | (os.O_APPEND if what == "append" else os.O_TRUNC))
            os.write(fd, new(i))
            os.fsync(fd)
            os.close(fd)
        case "replace":
            with open(path + ".tmp", "wb") as f:
                f.write(new(i))
                f.flush()
                os.fsync(f.fileno())
            os.rename(path + ".tmp", path)
        case "rename":
            os.rename(path, path + ".moved")
        case "unlink":
            os.unlink(path)
        case "chmod":
            os.chmod(path, 0o600)
            sync(path)
        case "remake":
            os.unlink(path + "/child")
            os.rmdir(path)
            os.mkdir(path, 0o711)
    sync(os.path.dirname(path))


def work(merged, log):
    with open(log, "w", buffering=1) as to:
        for i in range(COUNT):
            print("begun", i, file=to)
            change(kind(i), f"{merged}/d{i % 9}/f{i}", i)
            print("done", i, file=to)


def read(path):
    try:
        with open(path, "rb") as f:
            return f.read()
    except FileNotFoundError:
        return None


def states(what, i):
    """Before and after; between them what several steps allow."""
    was = {"f": old(i), "moved": None}
    match what:
        case "append":
            return was, [], {"f": old(i) + new(i), "moved": None}
        case "truncate":
            return was, [{"f": b"", "moved": None}], {"f": new(i), "moved": None}
        case "replace":
            return was, [], {"f": new(i), "moved": None}
        case "rename":
            return was, [], {"f": None, "moved": old(i)}
        case "unlink":
            return was, [], {"f": None, "moved": None}
        case "chmod":
            return was, [], was


def check(merged, log):
    begun, done = set(), set()
    for line in open(log):
        word, i = line.split()
        (begun if word == "begun" else done).add(int(i))
    wrong = 0
    for i in range(COUNT):
        what, path = kind(i), f"{merged}/d{i % 9}/f{i}"
        if what == "remake":
            names = sorted(os.listdir(path)) if os.path.isdir(path) else None
            mode = names is not None and os.stat(path).st_mode & 0o777
            seen = (names, mode)
            allowed = [([], 0o711)] if i in done else [(["child"], 0o755)]
            if i in begun - done:
                allowed += [([], 0o755), (None, False), ([], 0o711)]
        else:
            seen = {"f": read(path), "moved": read(path + ".moved")}
            before, between, after = states(what, i)
            allowed = [after] if i in done else [before] + between + [after] if i in begun else [before]
            if what == "chmod" and seen["f"] is not None:
                mode = os.stat(path).st_mode & 0o777
                modes = [0o600] if i in done else [0o644, 0o600] if i in begun else [0o644]
                if mode not in modes:
                    seen = {"mode": oct(mode)}
        if seen not in allowed:
            wrong += 1
            state = "done" if i in done else "begun" if i in begun else "untouched"
            print(f"{what} {path}, {state}:", str(seen)[:200] if what == "remake" or "mode" in seen else
                  {k: v if v is None else (len(v), v[:20]) for k, v in seen.items()})
    print(f"{len(done)} done, {len(begun)} begun")
    return 1 if wrong else 0


sys.exit({"make": make, "work": work, "check": check}[sys.argv[1]](*sys.argv[2:]))
