# Run inside a container: what its confinement allows, one line a fact. System calls by number (x86-64), with arguments that
# fail in the kernel itself (EINVAL, EFAULT, ENOENT, EBADF) when no filter stops them first.
use strict;
my %calls = (
    acct => [163, 0], add_key => [248, 0, 0, 0, 0, 0], bpf => [321, 999, 0, 0], chroot => [161, 0],
    clock_settime => [227, 0, 0], clone3 => [435, 0, 0], clone_newuser => [56, 0x10000200, 0, 0, 0, 0],
    delete_module => [176, 0, 0], fanotify_init => [300, 0, 0], finit_module => [313, -1, 0, 0], fsopen => [430, 0, 0],
    get_mempolicy => [239, 0, 0, 0, 0, 99], init_module => [175, 0, 0, 0], io_uring_setup => [425, 0, 0], ioperm => [173, 0, 1, 1],
    iopl => [172, 3], kcmp => [312, 0, 0, 99, 0, 0], kexec_load => [246, 0, 0, 0, 99], keyctl => [250, 99],
    landlock => [444, 0, 0, 0], lookup_dcookie => [212, 0, 0, 0], mbind => [237, 0, 0, 0, 0, 0, 99], mount => [165, 0, 0, 0, 0, 0],
    move_mount => [429, -1, 0, -1, 0, 0], name_to_handle_at => [303, -1, 0, 0, 0, 0], open_by_handle_at => [304, -1, 0, 0],
    open_tree => [428, -1, 0, 0], perf_event_open => [298, 0, 0, -1, -1, 0], personality_ok => [135, 0xffffffff],
    personality_no => [135, 0x0040000], pidfd_getfd => [438, -1, 0, 0], pivot_root => [155, 0, 0], process_vm_readv => [310, 0, 0, 0, 0, 0, 99],
    ptrace => [101, 99, 0, 0, 0], quotactl => [179, 0, 0, 0, 0], reboot => [169, 0, 0, 0, 0], request_key => [249, 0, 0, 0, 0],
    setdomainname => [171, 0, -1], sethostname => [170, 0, -1], setns => [308, -1, 0], settimeofday => [164, 0, 0],
    swapon => [167, 0, 0], syslog => [103, 99, 0, 0], umount2 => [166, 0, 0], unshare => [272, 1],
    userfaultfd => [323, 0xffffff], vhangup => [153], cachestat => [451, -1, 0, 0, 0], socket_vsock => [41, 40, 1, 0],
    socket_alg => [41, 38, 5, 0], add_process_madvise => [440, -1, 0, 0, 0, 0], nosuch => [1999],
);
for my $name (sort keys %calls) {
    my ($nr, @args) = @{ $calls{$name} };
    my $r = syscall($nr, map { int($_) } @args);
    print "call $name ", ($r == -1 ? $! : "ok"), "\n";
}
sub show { my ($f) = @_; if (open my $h, '<', $f) { local $/; my $t = <$h>; return defined $t ? $t : "unreadable: $!" } return "refused: $!" }
my $status = show('/proc/self/status');
print "$_\n" for grep { /^(Cap|NoNewPrivs|Seccomp:|Groups|Uid|Gid)/ } split /\n/, $status;
for my $f (qw(/proc/kcore /proc/keys /proc/timer_list /proc/sched_debug /proc/latency_stats /proc/acpi /proc/scsi /proc/asound /sys/firmware /proc/sysrq-trigger /proc/sys/kernel/core_pattern)) {
    my $w = open(my $h, '>>', $f) ? 'opens for writing' : "no writing: $!";
    my $n = -d $f ? scalar(() = glob "$f/*") . ' entries' : -s $f || 0;
    $n = '' if $f =~ /core_pattern|kcore/ ;
    print "path $f $w $n\n";
}
for my $n (['b', 8, 0], ['c', 1, 1], ['c', 1, 11], ['c', 10, 229], ['c', 1, 3], ['c', 5, 1], ['c', 4, 1], ['c', 116, 1]) {
    my ($t, $major, $minor) = @$n;
    my $node = "/tmp/node";    # a copy: syscall wants a string it could write to
    my $made = syscall(133, $node, ($t eq 'b' ? 0060000 : 0020000) | 0600, ($major << 8) | $minor) == 0 ? 'made' : "not made: $!";
    my $opened = open(my $h, '<', '/tmp/node') ? 'opened' : "not opened: $!";
    print "node $t $major:$minor $made, $opened\n";
    unlink $node;
}
open my $m, '<', '/proc/self/mountinfo';
for my $line (sort map { my @f = split ' '; my ($i) = grep { $f[$_] eq '-' } 0 .. $#f; my $o = join ',', grep { !/^(lowerdir|upperdir|workdir|index)/ } split /,/, $f[$i + 3]; "$f[4] $f[5] $f[$i+1] $o @f[6 .. $i-1]" } <$m>) { print "mount $line\n" unless $line =~ m{^/(usr|lib|lib64) }; }
print "limit $_\n" for split /\n/, show('/proc/self/limits');
print "oom ", show('/proc/self/oom_score_adj');
print "sysctl $_ ", show("/proc/sys/$_") for qw(net/ipv4/ip_unprivileged_port_start net/ipv4/ping_group_range kernel/shmmax);
for my $ns (qw(cgroup ipc mnt net pid user uts)) { print "ns $ns ", (readlink("/proc/self/ns/$ns") eq ($ENV{"HOST_$ns"} || '') ? 'host' : 'own'), "\n"; }
opendir my $d, '/dev';
for my $n (sort grep { !/^\./ } readdir $d) { my @s = lstat "/dev/$n"; printf "dev %s %o %d:%d %x\n", $n, $s[2], $s[4], $s[5], -l "/dev/$n" ? 0 : $s[6]; }
print "cgroup writes ", (mkdir('/sys/fs/cgroup/memory/x') || mkdir('/sys/fs/cgroup/x') ? 'allowed' : "$!"), "\n";
print "env $_=", (/HOSTNAME/ ? '' : $ENV{$_}), "\n" for grep { !/^HOST_/ } sort keys %ENV;
print "umask ", sprintf('%o', umask), " cwd ", readlink('/proc/self/cwd'), "\n";
opendir my $fds, '/proc/self/fd';
print "fds ", join(' ', map { "$_" } sort grep { /^\d+$/ && $_ < 3 || (readlink("/proc/self/fd/$_") || '') !~ m{/proc|probe|^$} } readdir $fds), "\n";
