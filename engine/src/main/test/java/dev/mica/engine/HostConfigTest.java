package dev.mica.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mica.image.json.GoJson;
import org.junit.jupiter.api.Test;

class HostConfigTest {

    private static final String WRITTEN_BY_DOCKERD =
            """
            {"Binds":["/tmp:/mnt:ro"],"ContainerIDFile":"","LogConfig":{"Type":"json-file","Config":{}},\
            "NetworkMode":"none","PortBindings":{},"RestartPolicy":{"Name":"no","MaximumRetryCount":0},\
            "AutoRemove":false,"VolumeDriver":"","VolumesFrom":null,"CapAdd":null,"CapDrop":null,\
            "CgroupnsMode":"host","Dns":[],"DnsOptions":[],"DnsSearch":[],"ExtraHosts":null,\
            "GroupAdd":null,"IpcMode":"private","Cgroup":"","Links":null,"OomScoreAdj":0,"PidMode":"",\
            "Privileged":false,"PublishAllPorts":false,"ReadonlyRootfs":false,"SecurityOpt":null,\
            "Tmpfs":{"/tt":""},"UTSMode":"","UsernsMode":"","ShmSize":67108864,"Runtime":"runc",\
            "ConsoleSize":[0,0],"Isolation":"","CpuShares":0,"Memory":0,"NanoCpus":0,"CgroupParent":"",\
            "BlkioWeight":0,"BlkioWeightDevice":[],"BlkioDeviceReadBps":[],"BlkioDeviceWriteBps":[],\
            "BlkioDeviceReadIOps":[],"BlkioDeviceWriteIOps":[],"CpuPeriod":0,"CpuQuota":0,\
            "CpuRealtimePeriod":0,"CpuRealtimeRuntime":0,"CpusetCpus":"","CpusetMems":"","Devices":[],\
            "DeviceCgroupRules":null,"DeviceRequests":null,"KernelMemory":0,"KernelMemoryTCP":0,\
            "MemoryReservation":0,"MemorySwap":0,"MemorySwappiness":null,"OomKillDisable":false,\
            "PidsLimit":null,"Ulimits":[],"CpuCount":0,"CpuPercent":0,"IOMaximumIOps":0,\
            "IOMaximumBandwidth":0,"Mounts":[{"Type":"tmpfs","Target":"/t","TmpfsOptions":{"SizeBytes":5}}],\
            "MaskedPaths":["/proc/asound"],"ReadonlyPaths":["/proc/bus"]}""";

    @Test
    void isWrittenAsDockerdWritesIt() {
        HostConfig read = GoJson.read(WRITTEN_BY_DOCKERD, HostConfig.class);
        assertThat(GoJson.text(read)).isEqualTo(WRITTEN_BY_DOCKERD);
    }

    @Test
    void whatIsNotThereIsGosZero() {
        assertThat(HostConfig.EMPTY.networkMode()).isEmpty();
        assertThat(HostConfig.EMPTY.binds()).isNull();
        assertThat(HostConfig.EMPTY.logConfig()).isEqualTo(new LogConfig("", null));
    }
}
