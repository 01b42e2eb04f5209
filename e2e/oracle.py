"""Does what a seed says on two overlay mounts of equal layers, the kernel's and another, and compares every answer, the
trees, the uppers that they leave, and what each makes of the other's upper.

usage: oracle.py BASE 'MOUNT COMMAND with {lower} {upper} {work} {options} {merged}' SEED STEPS

BASE lies on a file system of its own. $OPTIONS, with a comma before each, are given to both. Prints the steps that matter, as few
as it finds, and ends with 1 where the two differ.
"""
import errno, os, random, shutil, stat, subprocess, sys, time

NAMES = ["a", "b", "c", "d", "e", "f" * 255]
USERS = [0, 0, 0, 1000]


class Difference(Exception):
    pass


def sh(command):
    return subprocess.run(command, shell=True, capture_output=True, text=True)


def must(command):
    done = sh(command)
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stderr}")


def make_layers(base, rnd):
    """Two lowers: files, links, directories; whiteouts and opaque directories in the upper one of them."""
    for k in (2, 1):
        for _ in range(24):
            parts = [rnd.choice(NAMES) for _ in range(rnd.randint(1, 3))]
            path = f"{base}/l{k}/" + "/".join(parts)
            try:
                os.makedirs(os.path.dirname(path), exist_ok=True)
                what = rnd.random()
                if what < 0.45:
                    with open(path, "xb") as f:
                        f.write(rnd.randbytes(rnd.choice((0, 10, 5000, 70000))))
                    os.chmod(path, rnd.choice((0o644, 0o600, 0o666, 0o4755)))
                elif what < 0.6:
                    os.mkdir(path)
                elif what < 0.7:
                    os.symlink(rnd.choice(NAMES[:5]), path)
                elif what < 0.8 and k == 1 and merged(base, parts):
                    os.mknod(path, stat.S_IFCHR, 0)
                elif what < 0.86 and k == 1:
                    os.mkdir(path)
                    os.setxattr(path, "trusted.overlay.opaque", b"y")
                elif what < 0.93:
                    with open(path, "xb") as f:
                        f.write(b"linked")
                    os.link(path, os.path.dirname(path) + "/hard")
                else:
                    with open(path, "xb") as f:
                        f.truncate(1 << 20)
                        f.seek(500000)
                        f.write(b"in the middle")
                    os.setxattr(path, "user.x", b"y" * 50)
            except (FileExistsError, NotADirectoryError, OSError):
                pass
    for root, dirs, files in os.walk(base):
        for name in dirs + files:
            path = os.path.join(root, name)
            if rnd.random() < 0.2:
                os.chown(path, 1000, 1000, follow_symlinks=False)
            os.utime(path, (1e9, 1e9 + 7), follow_symlinks=False)


def merged(base, parts):
    """Whether both lowers have the directory. The kernel lists whiteouts that hide nothing; the other does not."""
    upper, lower = f"{base}/l1", f"{base}/l2"
    for part in parts[:-1]:
        upper, lower = f"{upper}/{part}", f"{lower}/{part}"
        if "trusted.overlay.opaque" in os.listxattr(upper) or os.path.islink(lower) or not os.path.isdir(lower):
            return False
    return True


def steps(rnd, count):
    def path():
        return "/".join(rnd.choice(NAMES + ["hard"]) for _ in range(rnd.choice((1, 1, 2, 2, 3))))

    made = []
    kinds = (
        "write append create trunc read mkdir rmdir unlink unlink rename rename link symlink chmod chown utime truncate "
        "setxattr removexattr listxattr list stat open open pread pwrite fstat ftruncate close mknod seek exchange "
        "noreplace rmtree tmpfile fchmod fsetxattr mark fallocate lock"
    ).split()
    for _ in range(count):
        made.append((rnd.choice(kinds), path(), path(), rnd.randrange(1 << 30), rnd.choice(USERS)))
    return made


class Side:
    def __init__(self, merged):
        self.merged = merged
        self.held = {}

    def do(self, step):
        kind, one, two, number, user = step
        os.seteuid(user)
        try:
            return self.result(kind, f"{self.merged}/{one}", f"{self.merged}/{two}", number)
        except OSError as e:
            return errno.errorcode[e.errno]
        finally:
            os.seteuid(0)

    def result(self, kind, p, q, n):
        slot = n % 4
        fd = self.held.get(slot)
        if kind in ("pread", "pwrite", "fstat", "ftruncate", "seek", "fchmod", "fsetxattr", "fallocate", "lock") and fd is None:
            return "none held"
        match kind:
            case "write" | "append" | "trunc" | "create":
                flags = {"write": os.O_RDWR, "append": os.O_WRONLY | os.O_APPEND, "trunc": os.O_WRONLY | os.O_TRUNC,
                         "create": os.O_RDWR | os.O_CREAT | (os.O_EXCL if n & 1 else 0)}[kind]
                f = os.open(p, flags | os.O_NOFOLLOW | os.O_NONBLOCK, 0o666)
                try:
                    if kind == "write":
                        os.lseek(f, n % 9000, 0)
                    return os.write(f, b"%d" % n * 20), os.fstat(f).st_size
                finally:
                    os.close(f)
            case "read":
                f = os.open(p, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
                try:
                    return hash(os.read(f, 1 << 21))
                finally:
                    os.close(f)
            case "mkdir":
                return os.mkdir(p, 0o2777 if n % 5 == 0 else 0o777)
            case "rmdir":
                return os.rmdir(p)
            case "unlink":
                return os.unlink(p)
            case "rename":
                if OPTIONS in (",redirect_dir=on", ",metacopy=on") and os.path.isdir(p) and os.path.isdir(q) and os.listdir(q):
                    return "ENOTEMPTY"  # the kernel has copied it up, and touched its directory, before it says so
                return os.rename(p, q)
            case "exchange" | "noreplace":
                return renameat2(p, q, 2 if kind == "exchange" else 1)
            case "link":
                return os.link(p, q, follow_symlinks=False)
            case "symlink":
                return os.symlink("target%d" % n, p)
            case "chmod":
                # what root writes through a descriptor that was there before takes such a bit: docs/kernel-rules.md
                ino = os.stat(p).st_ino
                is_held = any(os.fstat(f).st_ino == ino for f in self.held.values())
                return os.chmod(p, n % (0o2000 if is_held else 0o10000))
            case "chown":
                return os.chown(p, n % 3 * 500, n % 2 * 1000, follow_symlinks=False)
            case "utime":
                return os.utime(p, (n, n + 1), follow_symlinks=False)
            case "truncate":
                return os.truncate(p, n % 100000)
            case "setxattr":
                return os.setxattr(p, "user.k%d" % (n % 3), b"v%d" % n, n % 3, follow_symlinks=False)
            case "removexattr":
                return os.removexattr(p, "user.k%d" % (n % 3), follow_symlinks=False)
            case "listxattr":
                return sorted(os.listxattr(p, follow_symlinks=False))
            case "list":
                return sorted(os.listdir(p))
            case "stat":
                return said(os.stat(p, follow_symlinks=False))
            case "open":
                new = os.open(p, (os.O_RDONLY, os.O_RDWR)[n & 1] | os.O_NOFOLLOW | os.O_NONBLOCK)
                if fd is not None:
                    os.close(fd)
                self.held[slot] = new
                return "held"
            case "pread":
                return hash(os.pread(fd, 1 << 21, n % 100))
            case "pwrite":
                return os.pwrite(fd, b"held%d" % n, n % 20000)
            case "fstat":
                return said(os.fstat(fd))
            case "ftruncate":
                return os.ftruncate(fd, n % 30000)
            case "seek" if not stat.S_ISREG(os.fstat(fd).st_mode):
                return "not of data"
            case "seek":
                hole = os.lseek(fd, 0, os.SEEK_HOLE)  # where it is depends on how a copy was written
                return 0 <= hole <= os.fstat(fd).st_size
            case "fchmod":
                return os.fchmod(fd, n % 0o1000 | 0o400)
            case "fsetxattr":
                return os.setxattr(fd, "user.f", b"held%d" % n)
            case "fallocate":
                return os.posix_fallocate(fd, n % 10000, 5000)
            case "lock":
                import fcntl
                return fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            case "close":
                if fd is not None:
                    os.close(self.held.pop(slot))
                return None
            case "mknod":
                return os.mknod(p, (stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFCHR)[n % 3] | 0o640, os.makedev(n % 2, 3 * (n % 2)))
            case "rmtree":
                if not stat.S_ISDIR(os.lstat(p).st_mode):
                    return "not a tree"  # rmtree would wait for a fifo's writer
                return shutil.rmtree(p)
            case "tmpfile":
                f = os.open(p, os.O_TMPFILE | os.O_RDWR, 0o640)
                try:
                    os.write(f, b"unnamed")
                    os.link(f"/proc/self/fd/{f}", q, follow_symlinks=True)
                finally:
                    os.close(f)
                return None
            case "mark":
                os.setxattr(p, "trusted.overlay.opaque", b"y", follow_symlinks=False)
                return sorted(os.listxattr(p, follow_symlinks=False))
        raise AssertionError(kind)

    def close(self):
        for fd in self.held.values():
            os.close(fd)
        self.held = {}


import ctypes
libc = ctypes.CDLL(None, use_errno=True)


def renameat2(p, q, flags):
    if libc.renameat2(-100, os.fsencode(p), -100, os.fsencode(q), flags):
        raise OSError(ctypes.get_errno(), "renameat2")


def said(s):
    size = s.st_size if not stat.S_ISDIR(s.st_mode) else 0
    when = int(s.st_mtime) if s.st_mtime < START or s.st_mtime > START + 86400 else "now"
    if "metacopy=on" in OPTIONS and stat.S_ISREG(s.st_mode):
        when = "any"  # the kernel changes it when data comes to a file that was without
    links = s.st_nlink if not stat.S_ISDIR(s.st_mode) else 0
    return oct(s.st_mode), links, s.st_uid, s.st_gid, size, when, s.st_rdev


def tree(top, own=False):
    """All of a tree. Of an upper too: what lies in origin differs with the layers, and is said to be there."""
    seen = {}

    def look(path, name):
        s = os.lstat(path)
        marks = {}
        for x in os.listxattr(path, follow_symlinks=False):
            marks[x] = os.getxattr(path, x, follow_symlinks=False) if not x.endswith((".origin", ".uuid")) else b"?"
        marks.pop("trusted.overlay.uuid", None)
        links = 0 if stat.S_ISCHR(s.st_mode) and s.st_rdev == 0 else None
        what = said(s)
        seen[name] = (what if links is None else ("whiteout",), marks, content(path, s))
        if stat.S_ISDIR(s.st_mode):
            for entry in os.scandir(path):
                try:
                    number = entry.stat(follow_symlinks=False).st_ino
                except FileNotFoundError:
                    continue  # the kernel lists a lower's whiteouts where only that lower has the directory
                if not own and entry.inode() != number:
                    raise Difference(f"{top}: {name}/{entry.name} is listed as inode {entry.inode()}, and is another")
                look(entry.path, f"{name}/{entry.name}")

    def content(path, s):
        if stat.S_ISREG(s.st_mode):
            with open(path, "rb") as f:
                return hash(f.read())
        return os.readlink(path) if stat.S_ISLNK(s.st_mode) else None

    look(top, "")
    return seen


def compare(what, a, b):
    if a != b:
        lines = [f"{k or '/'}: kernel {a.get(k)}, other {b.get(k)}" for k in sorted(a.keys() | b.keys()) if a.get(k) != b.get(k)]
        raise Difference(f"{what}:\n  " + "\n  ".join(lines[:8]))


def mount(command, d):
    must(command.format(lower=f"{d}/l1:{d}/l2", upper=f"{d}/u", work=f"{d}/w", merged=f"{d}/m", options=OPTIONS))


def unmount(d):
    sh(f"umount {d}/m || umount -l {d}/m")


OPTIONS = os.environ.get("OPTIONS", "")
FORGETS = int(os.environ.get("FORGETS", 40))  # after how many steps the kernel forgets what it knows of names


def forget():
    with open("/proc/sys/vm/drop_caches", "w") as f:
        f.write("2")


KERNEL = "mount -t overlay o -o lowerdir={lower},upperdir={upper},workdir={work}{options} {merged}"


def run(base, command, seed, todo):
    """Raises Difference where the two differ."""
    global START
    shutil.rmtree(f"{base}/k", ignore_errors=True)
    shutil.rmtree(f"{base}/o", ignore_errors=True)
    os.umask(0o022)
    for d in ("l1", "l2", "u", "w", "m"):
        os.makedirs(f"{base}/k/{d}")
    make_layers(f"{base}/k", random.Random(seed))
    must(f"cp -a {base}/k {base}/o")
    START = time.time() - 5
    mounts = [(f"{base}/k", KERNEL), (f"{base}/o", command)]
    sides = []
    try:
        for d, c in mounts:
            mount(c, d)
            sides.append(Side(f"{d}/m"))
        for i, step in enumerate(todo):
            if step[3] % FORGETS == 0:
                forget()
            a, b = sides[0].do(step), sides[1].do(step)
            if a in ("EEXIST", "ENOENT") and step[0] in ("fchmod", "fsetxattr"):
                # the kernel cannot copy up a file that has lost its name or its directory; the other can
                for side in sides:
                    os.close(side.held.pop(step[3] % 4))
            elif a != b:
                raise Difference(f"step {i} {step}: kernel {a}, other {b}")
            if i % 60 == 59:
                compare(f"tree after step {i}", tree(f"{base}/k/m"), tree(f"{base}/o/m"))
        compare("tree at the end", tree(f"{base}/k/m"), tree(f"{base}/o/m"))
        for side in sides:
            side.close()
        merged = tree(f"{base}/k/m")
        for d, _ in mounts:
            unmount(d)
        compare("upper", tree(f"{base}/k/u", True), tree(f"{base}/o/u", True))
        mount(command, f"{base}/k")
        mount(KERNEL, f"{base}/o")
        compare("the kernel's upper, shown by the other", merged, tree(f"{base}/k/m"))
        compare("the other's upper, shown by the kernel", tree(f"{base}/o/m"), merged)
    finally:
        for side in sides:
            side.close()
        for d, _ in mounts:
            unmount(d)


def differs(base, command, seed, todo):
    try:
        run(base, command, seed, todo)
        return None
    except Difference as e:
        return str(e)


def shrink(base, command, seed, todo, until):
    size = len(todo) // 2
    while size and time.time() < until:
        at = 0
        while at < len(todo) and time.time() < until:
            less = todo[:at] + todo[at + size:]
            if differs(base, command, seed, less):
                todo = less
            else:
                at += size
        size //= 2
    return todo


def main():
    base, command, seed, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    todo = steps(random.Random(seed * 7919 + 1), count)
    why = differs(base, command, seed, todo)
    if why:
        todo = shrink(base, command, seed, todo, time.time() + float(os.environ.get("SHRINK", 60)))
        print(f"seed {seed}:", differs(base, command, seed, todo) or f"{why} (not again with fewer steps)")
        for step in todo:
            print("   ", step)
        sys.exit(1)


main()
