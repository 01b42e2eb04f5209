#!/usr/bin/env python3
"""differential.py A B: the same docker CLI commands on two engines (unix:///... each); prints where they differ.

Ids, times and temporary paths are replaced by placeholders first. Exit status 1 when any answer differs.
The archive that the commands load is named by the environment's ARCHIVE.
"""
import difflib
import os
import re
import subprocess
import sys

# One command a line; each runs in a shell with `docker` on the engine in question, or as bare requests with `$A`, which
# shows the status and the type too. A leading "~" sorts the output.
COMMANDS = r"""
docker load -q -i $ARCHIVE
docker load < $ARCHIVE
docker images
docker images -a --digests --no-trunc
docker images -q wt
docker images --filter reference='w*' --format '{{json .}}'
docker images --filter dangling=true
docker images --filter nosuch=1
docker image inspect wt:1
docker image inspect nosuch:1
docker inspect nosuch
docker history wt:1
docker history --no-trunc --format '{{json .}}' wt:1
docker tag wt:1 other/name:v2
docker tag wt:1 BAD
docker tag nosuch x:1
docker rmi other/name:v2
docker rmi nosuch
docker create --name c1 -e A=1 -w /tmp -u ann -l x=y --network none wt:1 sleep 1000
docker create --name c1 --network none wt:1 sh
docker create --pull never nosuch:1 x
docker create --name 'a b' --network none wt:1 sh
docker inspect c1
docker container inspect -s c1
docker ps -a --format '{{json .}}'
docker ps
docker ps -a --filter name=c1 --filter status=created -q
docker ps -a --filter nosuch=1
docker start c1
docker start c1
docker ps --format '{{.Names}} {{.Image}} {{.Command}} {{.State}} {{.Ports}} {{.Mounts}} {{.Networks}} {{.Labels}}'
docker inspect c1
docker exec c1 sh -c 'echo out; echo err >&2; exit 3'
docker exec c1 id
docker exec -u 0:50 c1 id
docker exec -u nosuch c1 id
docker exec -w /odd c1 pwd
docker exec -w /nosuch c1 pwd
docker exec -e B=2 c1 env
echo data | docker exec -i c1 cat
docker exec -d c1 touch /tmp/f
docker exec c1 nosuchcmd
docker exec c1 /etc/passwd
docker exec nosuch true
$A d/v1.41/exec/$($A d/v1.41/containers/c1/exec -H 'Content-Type: application/json' -d '{"Cmd":["echo","hi"],"Tty":true,"AttachStdout":true}' | cut -d'"' -f4 | head -1)/start -H 'Content-Type: application/json' -d '{}' | od -c | head -2
$A d/v1.41/exec/$($A d/v1.41/containers/c1/exec -H 'Content-Type: application/json' -d '{"Cmd":["echo","hi"],"AttachStdout":true}' | cut -d'"' -f4 | head -1)/start -H 'Content-Type: application/json' -d '{"Tty":true}' | od -c | head -2
docker exec -u 0 c1 sh -c 'mkdir /new; echo 1 > /new/f; rm /a/f1; chmod 600 /a/f2; ln -s x /a/sym; rm -rf /o; mkdir /o; echo 2 > /o/two'
~docker diff c1
docker top c1 -o comm
docker top c1 -o nosuch
docker pause c1
docker ps --format '{{.State}}'
docker exec c1 true
docker pause c1
docker unpause c1
docker unpause c1
docker rename c1 c1b
docker rename c1b c1b
docker rename nosuch x
docker commit -m msg -a me -c 'ENV X=1' -c 'CMD ["a","b"]' -c 'LABEL q=r' c1b commit:1 | cut -c1-7
docker image inspect -f '{{json .Config}} {{.Comment}} {{.Author}} {{len .RootFS.Layers}}' commit:1
docker commit nosuch x:1
docker history --format '{{.CreatedBy}} {{.Size}} {{.Comment}}' commit:1
docker run --rm --network none commit:1 sh -c 'cat /new/f /o/two; ls /a; ls -l /a/f2 | cut -c1-10; echo $X'
docker export c1b | tar t | sort
docker kill -s FOO c1b
docker kill -s 0 c1b; docker kill -s USR1 nosuch
docker stop -t 0 c1b
docker stop c1b
docker kill c1b
docker exec c1b true
docker inspect -f '{{json .State}}' c1b
docker ps -a --format '{{.Names}} {{.State}}'
docker ps -a --filter exited=137 --format '{{.Names}}'
docker restart -t 0 c1b
docker wait nosuch
docker rm c1b
docker rm -f c1b
docker rm c1b
docker run --network none wt:1 sh -c 'echo out; echo err >&2; exit 5'
docker run --rm --network none wt:1 echo hi
echo data | docker run --rm -i --network none wt:1 cat
docker run --rm --network none wt:1 nosuchcmd
docker run --rm --network none wt:1 /etc/passwd
docker run --rm --network none -w /nosuch/dir wt:1 pwd
docker run --rm --network none -u nosuch wt:1 id
docker run --rm --network none -u 77:88 wt:1 id
docker run --rm --network none -u ann --group-add staff --group-add 99 wt:1 id
docker run --rm --network none -h hh wt:1 hostname
docker run --rm --network none --entrypoint cat wt:1 /etc/hostname /etc/passwd
docker run --rm --network none --entrypoint '' wt:1 echo x
docker run --rm --network none --read-only wt:1 touch /x
docker run --rm --network none --tmpfs /t wt:1 sh -c 'mount | grep " /t "'
docker run --rm --network none --tmpfs /t:size=1m,mode=700 wt:1 sh -c 'mount | grep " /t "'
docker run --rm --network none -v /etc/hostname:/h:ro wt:1 sh -c 'mount | grep -c " /h "; echo x > /h'
docker run --rm --network none -v /nosuch-mica-e2e/../x:/h wt:1 true
docker run --rm --network none --mount type=bind,src=/nosuch-mica-e2e,dst=/h wt:1 true
docker run --rm --network none -v relative/path:/h wt:1 true
docker run --rm --network none -v /tmp:h wt:1 true
docker run --rm --network none -v /tmp:/:ro wt:1 true
docker run --rm --network none --mount type=tmpfs,dst=/t,tmpfs-size=65536 wt:1 sh -c 'mount | grep " /t "'
docker run --rm --network none --shm-size 1m wt:1 sh -c 'mount | grep shm'
docker run --rm --network none --ulimit nofile=99:100 wt:1 sh -c 'ulimit -n; ulimit -Hn'
docker run --rm --network none --sysctl kernel.shmmax=12345 wt:1 cat /proc/sys/kernel/shmmax
docker run --rm --network none --sysctl kernel.nosuch=1 wt:1 true
docker run --rm --network none --add-host a:1.2.3.4 wt:1 cat /etc/hosts
docker run --rm --network host --uts host wt:1 true
docker run --rm --network none --pid host wt:1 sh -c 'cat /proc/1/comm'
docker run --rm --network none --ipc host wt:1 true
docker run --rm --network none -m 32m --memory-swap 64m wt:1 cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory/memory.memsw.limit_in_bytes
docker run --rm --network none -m 1k wt:1 true
docker run --rm --network none --cpus 0.5 wt:1 cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us
docker run --rm --network none --cpus 99 wt:1 true
docker run --rm --network none --cpuset-cpus 0 --cpu-shares 100 wt:1 cat /sys/fs/cgroup/cpuset/cpuset.cpus /sys/fs/cgroup/cpu/cpu.shares
docker run --rm --network none --cpuset-cpus 77 wt:1 true
docker run --rm --network none --pids-limit 50 wt:1 cat /sys/fs/cgroup/pids/pids.max
docker run --rm --network none --device /dev/fuse wt:1 sh -c 'stat -c "%F %t:%T" /dev/fuse'
docker run --rm --network none --device /dev/nosuch wt:1 true
docker run --rm --network none --cap-drop ALL --cap-add CHOWN wt:1 grep Cap /proc/self/status
docker run --rm --network none --cap-add nosuch wt:1 true
docker run --rm --network none --security-opt no-new-privileges wt:1 grep NoNewPrivs /proc/self/status
docker run --rm --network none --security-opt seccomp=unconfined wt:1 grep Seccomp: /proc/self/status
docker run --rm --network none --security-opt nosuch=1 wt:1 true
docker run --name ld --network none --log-driver nosuch wt:1 true
docker ps -a --filter name='^/ld$' --format '{{.State}}'
docker rm -f ld
docker run --rm --network none wt:1 sh -c 'env | sort | sed s/HOSTNAME=.*/HOSTNAME=/'
docker run --rm --network none wt:1 sh -c 'mount | cut -d" " -f3,5,6 | grep -v overlay | sort'
docker run --rm --network none wt:1 sh -c 'grep -E "Cap|NoNew|Seccomp" /proc/self/status; ls -l /dev | sed "s/  */ /g" | cut -d" " -f1,3,4,10-; cat /proc/self/oom_score_adj; ulimit -a'
docker run --rm --network none wt:1 sh -c 'cat /etc/hosts /etc/resolv.conf; ls /sys/class/net'
docker run -d --name lg --network none --log-opt max-size=10k --log-opt max-file=2 wt:1 sh -c 'echo one; echo two >&2; printf three'
docker run --rm --network none --log-opt max-file=2 wt:1 true
docker wait lg
docker logs lg
docker logs --tail 1 lg
docker logs --tail x lg
docker logs -t lg | cut -c1-4
docker logs --since 1h lg
docker logs --until 1h lg
docker logs nosuch
docker inspect -f '{{json .HostConfig.LogConfig}}' lg
docker start -a lg
docker logs lg
docker run -d --name x7 --network none --stop-signal TERM --stop-timeout 1 wt:1 sleep 500 | wc -c
docker inspect -f '{{.Config.StopSignal}} {{.Config.StopTimeout}}' x7
docker stop x7
docker rmi wt:1
docker rmi -f commit:1 | wc -l
docker container prune -f | grep -v '^[0-9a-f]*$'
docker save wt:1 | sha256sum
docker save nosuch | wc -c
docker save wt:1 | tar x -O manifest.json
docker export nosuch
docker run --network none --name imp wt:1 true
docker export imp | docker import -m mm -c 'CMD ["sh"]' - imported:1 | cut -c1-7
docker image inspect -f '{{json .Config}} {{.Comment}} {{len .RootFS.Layers}} {{.Architecture}}' imported:1
docker history --format '{{.CreatedBy}}|{{.Comment}}' imported:1
docker run --rm --network none imported:1 echo fine
docker rm imp
docker rmi imported:1 | grep -c .
docker volume ls
docker volume inspect nosuch
docker volume rm nosuch
docker network inspect nosuch
docker network ls --filter name=none --format '{{.Name}} {{.Driver}} {{.Scope}}'
docker network ls --filter name=host --format '{{.Name}} {{.Driver}} {{.Scope}}'
docker plugin inspect nosuch
docker network rm bridge
docker network rm nosuch
docker images --filter dangling=x
docker ps --filter status=x
docker ps --filter exited=x
docker ps --filter before=nosuch
docker logs --since x nosuch
docker events --since x --until 0s
docker container inspect nosuch
docker export nosuch
docker attach nosuch
docker stats --no-stream nosuch
docker top nosuch
docker diff nosuch
docker start nosuch
docker stop nosuch
docker restart nosuch
docker pause nosuch
docker unpause nosuch
docker rm nosuch
docker kill nosuch
sleep 1; docker events --since 1h --until 0s --filter type=image | tail -3
docker events --since 1h --until 0s --filter container=lg | tail -20
docker events --since 1h --until 0s --filter type=network | tail -4
docker run -d --rm --name rr --network none wt:1 sleep 100 | wc -c
docker restart -t 0 rr
docker ps --filter name=rr --format '{{.Names}} {{.State}}'
docker stop -t 0 rr
sleep 0.5; docker ps -a --filter name=rr --format '{{.Names}} {{.State}}'
docker run --name pr --network none --label keep=1 wt:1 true
docker container prune -f --filter until=24h
docker container prune -f --filter 'label!=keep' | tail -1
docker container prune -f --filter until=nonsense
docker container prune -f --filter until=1h --filter until=2h
docker container prune -f --filter label=other
docker ps -aq --filter name=pr | wc -l
sleep 1.1; docker container prune -f --filter until=0s --filter 'label!=keep=2' | grep -c '^[0-9a-f]*$'
docker run --name pr --network none --label keep=1 wt:1 touch /pr
docker commit pr pr:1 | wc -l
docker rm pr
docker create --name ch --network none wt:1 true | wc -c
docker commit --change 'STOPSIGNAL 9' ch ch:1
docker commit --change 'SHELL ["/bin/x"]' ch ch:1
docker commit --change 'FOO x' ch ch:1
docker commit --change 'ENV' ch ch:1
docker commit --change 'EXPOSE' ch ch:1
docker commit --change 'USER' ch ch:1
docker commit --change 'LABEL' ch ch:1
docker commit --change 'HEALTHCHECK' ch ch:1
docker commit --change 'HEALTHCHECK NONE x' ch ch:1
docker commit --change 'HEALTHCHECK CMD' ch ch:1
docker commit --change 'HEALTHCHECK --interval=x CMD a' ch ch:1
docker commit --change 'HEALTHCHECK --interval=1us CMD a' ch ch:1
docker commit --change 'HEALTHCHECK --interval=-1s CMD a' ch ch:1
docker commit --change 'HEALTHCHECK --retries=0 CMD a' ch ch:1
docker commit --change 'HEALTHCHECK --retries=x CMD a' ch ch:1
docker commit --change 'HEALTHCHECK --foo=1 CMD a' ch ch:1
docker commit --change 'HEALTHCHECK FOO a' ch ch:1
docker commit --change 'HEALTHCHECK NONE' ch ch:1 | wc -c
docker image inspect -f '{{json .Config.Healthcheck}} {{json .Config.WorkingDir}} {{json .Config.Cmd}} {{json .Config.Entrypoint}} {{json .Config.OnBuild}}' ch:1
docker rmi ch:1 | wc -l
docker commit --change 'HEALTHCHECK CMD true a' ch ch:1 | wc -c
docker image inspect -f '{{json .Config.Healthcheck}} {{json .Config.WorkingDir}} {{json .Config.Cmd}} {{json .Config.Entrypoint}} {{json .Config.OnBuild}}' ch:1
docker rmi ch:1 | wc -l
docker commit --change 'healthcheck --interval=5s --timeout=1m --start-period=2s --retries=3 CMD ["a","b"]' ch ch:1 | wc -c
docker image inspect -f '{{json .Config.Healthcheck}} {{json .Config.WorkingDir}} {{json .Config.Cmd}} {{json .Config.Entrypoint}} {{json .Config.OnBuild}}' ch:1
docker rmi ch:1 | wc -l
docker commit --change 'WORKDIR rel' ch ch:1 | wc -c
docker image inspect -f '{{json .Config.Healthcheck}} {{json .Config.WorkingDir}} {{json .Config.Cmd}} {{json .Config.Entrypoint}} {{json .Config.OnBuild}}' ch:1
docker rmi ch:1 | wc -l
docker commit --change 'CMD' ch ch:1 | wc -c
docker image inspect -f '{{json .Config.Healthcheck}} {{json .Config.WorkingDir}} {{json .Config.Cmd}} {{json .Config.Entrypoint}} {{json .Config.OnBuild}}' ch:1
docker rmi ch:1 | wc -l
docker commit --change 'ENTRYPOINT ["a"]' ch ch:1 | wc -c
docker image inspect -f '{{json .Config.Healthcheck}} {{json .Config.WorkingDir}} {{json .Config.Cmd}} {{json .Config.Entrypoint}} {{json .Config.OnBuild}}' ch:1
docker rmi ch:1 | wc -l
docker commit --change 'ONBUILD RUN x' ch ch:1 | wc -c
docker image inspect -f '{{json .Config.Healthcheck}} {{json .Config.WorkingDir}} {{json .Config.Cmd}} {{json .Config.Entrypoint}} {{json .Config.OnBuild}}' ch:1
docker rmi ch:1 | wc -l
docker commit --change 'CMD a' --change 'ENTRYPOINT ["b"]' ch ch:1 | wc -c
docker image inspect -f '{{json .Config.Cmd}} {{json .Config.Entrypoint}}' ch:1
docker rmi ch:1 | wc -l
docker rm ch
docker commit nosuch
docker image prune -af --filter until=24h --filter label=keep | tail -1
docker image prune -af --filter label=keep=2 | tail -1
docker image prune -af --filter 'label!=keep' --filter label=keep | tail -1
docker image prune -f --filter until=x
docker image inspect -f '{{.RepoTags}}' pr:1
docker image prune -af --filter label=keep=1 | head -2
docker image prune -f
docker system prune -f | tail -1
$A d/_ping
$A -I d/_ping | grep -ci '^cache-control\|^pragma\|^content-length: 0'
$A d/nosuch
$A -X PUT d/v1.41/containers/json
$A -X POST d/v1.41/containers/create
$A -X POST d/v1.41/containers/create -H 'Content-Type: application/json' -d '{b'
$A -X POST d/v1.41/containers/create -H 'Content-Type: application/json' -d '{'
$A -X POST d/v1.41/containers/create -H 'Content-Type: application/json' -d '{}'
$A -X POST d/v1.41/containers/create -H 'Content-Type: application/json' -d '{"Image":5}'
$A -X POST d/v1.41/containers/create -H 'Content-Type: application/json' -d '{"Image":"nosuch"}'
$A -X POST d/v1.41/containers/create -H 'Content-Type: text/plain' -d '{}'
$A -X POST 'd/v1.41/containers/create?name=a%20b' -H 'Content-Type: application/json' -d '{"Image":"wt:1"}'
$A 'd/v1.41/containers/json?filters=bad'
$A 'd/v1.41/containers/json?filters=%7B%22nosuch%22%3A%5B%22x%22%5D%7D'
$A 'd/v1.41/containers/json?limit=x'
$A 'd/v1.41/images/json?filters=bad'
$A d/v1.41/containers/nosuch/json
$A -X POST d/v1.41/containers/nosuch/start
$A -X POST d/v1.41/containers/nosuch/wait
$A -X POST d/v1.41/containers/nosuch/rename
$A -X POST 'd/v1.41/containers/nosuch/rename?name=x'
$A -X POST 'd/v1.41/containers/nosuch/resize?h=x&w=1'
$A -X POST d/v1.41/containers/nosuch/exec -H 'Content-Type: application/json' -d '{"Cmd":["x"]}'
$A -X POST d/v1.41/containers/nosuch/exec -H 'Content-Type: application/json' -d '{}'
$A 'd/v1.41/containers/nosuch/logs'
$A 'd/v1.41/containers/nosuch/logs?stdout=1'
$A -X DELETE d/v1.41/containers/nosuch
$A d/v1.41/exec/nosuch/json
$A -X POST d/v1.41/exec/nosuch/start -H 'Content-Type: application/json' -d '{}'
$A -X POST 'd/v1.41/images/wt:1/tag?repo=BAD'
$A -X POST 'd/v1.41/images/nosuch/tag?repo=x'
$A -X DELETE d/v1.41/networks/bridge
$A d/v1.41/networks/nosuch
$A d/v1.41/volumes/nosuch
$A d/v1.41/plugins/nosuch/json
$A d/v1.41/images/nosuch/get
$A d/v1.41/images/nosuch/json
$A d/v1.41/images/nosuch/history
$A -X DELETE d/v1.41/images/nosuch
$A d/v1.41/swarm
$A d/v1.41/nodes/nosuch
$A d/v1.41/services/nosuch
$A d/v1.41/tasks/nosuch
$A d/v1.41/secrets/nosuch
$A d/v1.41/configs/nosuch
$A -X POST d/v1.41/commit?container=nosuch
$A -X POST d/v1.41/images/load -H 'Content-Type: application/x-tar' -d garbage
$A -X POST d/v1.41/networks/prune
$A -X POST d/v1.41/build/prune
$A -X POST d/v1.41/volumes/prune
$A -X POST d/v1.41/auth -H 'Content-Type: application/json' -d '{b'
$A 'd/v1.41/events?since=x'
$A 'd/v1.41/events?filters=bad'
docker rmi wt:1 | grep -c .
docker images -a -q
docker ps -a -q
"""

SWAPS = [
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z| [+-]\d{4} \w+|[+-]\d\d:\d\d)?"), "TIME"),
    (re.compile(r"docker-import-\w+"), "docker-import-N"),
    (re.compile(r"/tmp/mica-e2e\.\w+/(x?)[a-z]+[/\w.-]*"), r"PATH"),
    (re.compile(r"(Less than a|About an?|\d+) (second|minute|hour|day|month|week|year)s?( ago)?"), "WHILE"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "ID64"),
    (re.compile(r"\b[0-9a-f]{12}\b"), "ID12"),
    (re.compile(r"\"Pid\": ?\d+"), '"Pid": N'),
    (re.compile(r"\b[a-z]+_[a-z]+\b(?=( running| exited| created|\"|$))"), "NAME"),
    (re.compile(r"name=[a-z]+_[a-z]+"), "name=NAME"),
    (re.compile(r"up to date|\(pid \d+\)"), "PID"),
]


def normal(text):
    for pattern, put in SWAPS:
        text = pattern.sub(put, text)
    return text


def answer(host, command):
    order = command.startswith("~")
    env = dict(os.environ, DOCKER_HOST=host, DOCKER_BUILDKIT="0", DOCKER_API_VERSION="1.41")
    env["A"] = f"curl -s --max-time 10 -w \\n%{{http_code}}:%{{content_type}}\\n --unix-socket {host.removeprefix('unix://')}"
    try:
        r = subprocess.run(command.lstrip("~"), shell=True, env=env, capture_output=True, text=True, errors="replace", timeout=60, stdin=subprocess.DEVNULL)
        out, err, code = r.stdout, r.stderr, r.returncode
    except subprocess.TimeoutExpired:
        out, err, code = "", "no answer within 60 s", -1
    lines = normal(out).splitlines()
    return ["$? = %d" % code] + (sorted(lines) if order else lines) + ["! " + x for x in normal(err).splitlines()]


def main():
    a, b = sys.argv[1:3]
    only = sys.argv[3:]
    different = 0
    commands = [c for c in COMMANDS.strip().splitlines() if not only or any(o in c for o in only)]
    for command in commands:
        x, y = answer(a, command), answer(b, command)
        if x != y:
            different += 1
            print("=== " + command)
            for line in list(difflib.unified_diff(y, x, "wanted", "got", lineterm="", n=0))[2:40]:
                print("  " + line)
    print(f"{len(commands)} commands, {different} answered differently")
    return 1 if different else 0


sys.exit(main())
