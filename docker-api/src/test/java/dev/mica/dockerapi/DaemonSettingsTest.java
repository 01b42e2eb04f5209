package dev.mica.dockerapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaemonSettingsTest {
    @TempDir Path directory;

    @Test
    void theFileSaysWhatTheFlagsLeaveOpen() throws IOException {
        DaemonSettings settings =
                with(
                        """
                        {"storage-driver": "vfs", "storage-opts": ["a=1", "b=2"], "debug": true,
                         "hosts": ["unix:///x"], "data-root": "/d", "exec-root": "/e",
                         "registry-mirrors": ["http://m"], "bridge": null,
                         "proxies": {"http-proxy": "http://p:1", "no-proxy": "a,b"}}
                        """,
                        DaemonFlags.NONE);
        assertThat(settings.storageDriver()).contains("vfs");
        assertThat(settings.storageOpts()).containsExactly("a=1", "b=2");
        assertThat(settings.debug()).isTrue();
        assertThat(settings.hosts()).containsExactly("unix:///x");
        assertThat(settings.dataRoot()).isEqualTo(Path.of("/d"));
        assertThat(settings.pidfile()).isEqualTo(Path.of("/e/mica.pid"));
        assertThat(settings.registryMirrors()).containsExactly("http://m");
        assertThat(settings.bridge()).isEmpty();
        assertThat(settings.proxies().http()).contains("http://p:1");
        assertThat(settings.proxies().noProxy()).contains("a,b");
    }

    @Test
    void anEmptyObjectLeavesTheDefaults() throws IOException {
        DaemonSettings settings = with("{}", DaemonFlags.NONE);
        assertThat(settings.hosts()).containsExactly("unix:///run/mica/mica.sock");
        assertThat(settings.dataRoot()).isEqualTo(Path.of("/var/lib/mica"));
        assertThat(settings.execRoot()).isEqualTo(Path.of("/run/mica"));
        assertThat(settings.storageDriver()).isEmpty();
        assertThat(settings.debug()).isFalse();
    }

    @Test
    void theLastOfTwoEqualKeysCounts() throws IOException {
        assertThat(with("{\"bridge\":\"a\",\"bridge\":\"b\"}", DaemonFlags.NONE).bridge())
                .contains("b");
    }

    @Test
    void theOldNameOfTheDataRootWinsOverTheFlag() throws IOException {
        assertThat(with("{\"graph\":\"/x\"}", flags().dataRoot("/y").build()).dataRoot())
                .isEqualTo(Path.of("/x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"storage-driver\":\"vfs\" | unexpected EOF",
                "{\"storage-driver\": vfs} | invalid character 'v' looking for beginning of value",
                "{\"storage-driver\": 5} | json: cannot unmarshal number into Go struct field"
                        + " Config.storage-driver of type string",
                "{\"storage-opts\": \"x\"} | json: cannot unmarshal string into Go struct field"
                        + " Config.storage-opts of type []string",
                "{\"storage-opts\": [5]} | json: cannot unmarshal number into Go struct field"
                        + " Config.storage-opts of type string",
                "{\"debug\": \"yes\"} | json: cannot unmarshal string into Go struct field"
                        + " Config.debug of type bool",
                "[] | json: cannot unmarshal array into Go value of type map[string]interface {}",
                "{\"nosuchkey\":1,\"zz\":true} | the following directives don't match any"
                        + " configuration option: nosuchkey, zz",
                "`` | EOF",
                "\u00ef\u00bb\u00bf{} | invalid character '\u00ef' looking for beginning of value",
            })
    void aBrokenFileIsRefusedInDockerdsWords(String json, String problem) {
        assertThatThrownBy(() -> with(json, DaemonFlags.NONE))
                .isInstanceOf(DaemonException.class)
                .hasMessage(prefix() + problem);
    }

    @Test
    void aKeyThatOnlyDockerdServesIsRefusedByName() {
        assertThatThrownBy(() -> with("{\"live-restore\":true,\"dns\":[]}", DaemonFlags.NONE))
                .hasMessageStartingWith(
                        prefix()
                                + "the following directives are dockerd's and not served by Mica:"
                                + " dns, live-restore; remove them (served: bridge, data-root, ");
    }

    @Test
    void aFlagAndTheFileMayNotSayTheSame() {
        DaemonFlags flags =
                flags().dataRoot("/d").debug().storageDriver("overlay2").host("unix:///a").build();
        assertThatThrownBy(
                        () ->
                                with(
                                        """
                                        {"storage-driver":"vfs","debug":true,"data-root":"/x",
                                         "hosts":["unix:///x","unix:///y"]}
                                        """,
                                        flags))
                .hasMessage(
                        prefix()
                                + "the following directives are specified both as a flag and in"
                                + " the configuration file: data-root: (from flag: /d, from file:"
                                + " /x), debug: (from flag: true, from file: true), hosts: (from"
                                + " flag: [unix:///a], from file: [unix:///x unix:///y]),"
                                + " storage-driver: (from flag: overlay2, from file: vfs)");
    }

    @Test
    void aNamedFileMustExist() {
        assertThatThrownBy(() -> DaemonSettings.of(flags().configFile(file()).build()))
                .hasMessage(prefix() + "open " + file() + ": no such file or directory");
    }

    @Test
    void aPidfileOfALivingProcessIsRefusedAndAStaleOneIsNot() throws IOException {
        Path pidfile = directory.resolve("run/m.pid");
        Files.createDirectories(pidfile.getParent());
        Files.writeString(pidfile, "1\n");
        assertThatThrownBy(() -> Pidfile.create(pidfile))
                .hasMessage(
                        "failed to start daemon: pid file found, ensure docker is not running or"
                                + " delete "
                                + pidfile);
        Files.writeString(pidfile, "99999999");
        try (var _ = Pidfile.create(pidfile)) {
            assertThat(pidfile).hasContent(Long.toString(ProcessHandle.current().pid()));
        }
        assertThat(pidfile).doesNotExist();
    }

    private DaemonSettings with(String json, DaemonFlags flags) throws IOException {
        Files.write(file(), json.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        return DaemonSettings.of(
                new DaemonFlags(
                        flags.hosts(),
                        flags.dataRoot(),
                        flags.execRoot(),
                        flags.pidfile(),
                        flags.storageDriver(),
                        flags.storageOpts(),
                        file(),
                        flags.registryMirrors(),
                        flags.insecureRegistries(),
                        flags.bridge(),
                        flags.debug()));
    }

    private Path file() {
        return directory.resolve("daemon.json");
    }

    private String prefix() {
        return "unable to configure the Docker daemon with file " + file() + ": ";
    }

    private static FlagsBuilder flags() {
        return new FlagsBuilder();
    }

    private static final class FlagsBuilder {
        private List<String> hosts = List.of();
        private Path dataRoot;
        private String storageDriver;
        private Path configFile;
        private Boolean debug;

        FlagsBuilder host(String host) {
            hosts = List.of(host);
            return this;
        }

        FlagsBuilder dataRoot(String path) {
            dataRoot = Path.of(path);
            return this;
        }

        FlagsBuilder storageDriver(String name) {
            storageDriver = name;
            return this;
        }

        FlagsBuilder configFile(Path path) {
            configFile = path;
            return this;
        }

        FlagsBuilder debug() {
            debug = true;
            return this;
        }

        DaemonFlags build() {
            return new DaemonFlags(
                    hosts,
                    dataRoot,
                    null,
                    null,
                    storageDriver,
                    List.of(),
                    configFile,
                    List.of(),
                    List.of(),
                    null,
                    debug);
        }
    }
}
