package dev.mica.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchiveIndexTest {

    private final SampleImage image = SampleImage.of("a", "b");

    @Test
    void membersMayComeInAnyOrder() {
        String manifest =
                "["
                        + image.item(
                                "[\"app:1\",\"reg.io:5000/x/y:z\"]", "0/layer.tar", "./1/layer.tar")
                        + "]";
        List<ArchivedImage> forwards =
                new TestTar()
                        .file("manifest.json", manifest)
                        .file(image.configName(), image.config)
                        .file("0/layer.tar", image.layers.get(0))
                        .file("1/layer.tar", image.layers.get(1))
                        .images();
        List<ArchivedImage> backwards =
                new TestTar()
                        .file("1/layer.tar", image.layers.get(1))
                        .file("./0/layer.tar", TestTar.gzip(image.layers.get(0)))
                        .file("./" + image.configName(), image.config)
                        .file("./manifest.json", manifest)
                        .images();
        assertThat(forwards).isEqualTo(backwards).hasSize(1);
        ArchivedImage found = forwards.getFirst();
        assertThat(found.config().raw()).isEqualTo(image.config);
        assertThat(found.tags())
                .extracting(Reference::familiar)
                .containsExactly("app:1", "reg.io:5000/x/y:z");
        assertThat(found.layers())
                .containsExactly(
                        new ArchivedLayer("0/layer.tar", image.diffId(0), true),
                        new ArchivedLayer("1/layer.tar", image.diffId(1), true));
        assertThat(found.parent()).isEmpty();
    }

    /** Since Docker 25 an OCI layout stands around manifest.json, and the names say nothing. */
    @Test
    void docker25sArchiveIsReadByItsManifestJson() {
        String config = "blobs/sha256/" + image.id().digest().hex();
        String first = "blobs/sha256/" + image.diffId(0).digest().hex();
        String second = "blobs/sha256/" + image.diffId(1).digest().hex();
        ArchivedImage found =
                new TestTar()
                        .file(first, image.layers.get(0))
                        .file(second, image.layers.get(1))
                        .file(config, image.config)
                        .file("index.json", "{\"schemaVersion\":2,\"manifests\":[]}")
                        .file(
                                "manifest.json",
                                "["
                                        + image.item("[\"app:1\"]", first, second)
                                                .replace(image.configName(), config)
                                        + "]")
                        .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
                        .file(
                                "repositories",
                                "{\"app\":{\"1\":\"" + image.diffId(1).digest().hex() + "\"}}")
                        .images()
                        .getFirst();
        assertThat(found.config().id()).isEqualTo(image.id());
        assertThat(found.layers()).hasSize(2).allMatch(ArchivedLayer::present);
        assertThat(found.tags()).extracting(Reference::familiar).containsExactly("app:1");
    }

    @Test
    void aLayerMayBeALinkToAnother() {
        SampleImage twice = SampleImage.of("a", "a", "a");
        List<ArchivedImage> images =
                new TestTar()
                        .symlink("z/layer.tar", "../y/layer.tar")
                        .file("x/layer.tar", twice.layers.getFirst())
                        .symlink("y/layer.tar", "/x/layer.tar")
                        .hardLink("w/layer.tar", "./x/layer.tar")
                        .file(twice.configName(), twice.config)
                        .file(
                                "manifest.json",
                                "["
                                        + twice.item(
                                                "null", "x/layer.tar", "z/layer.tar", "w/layer.tar")
                                        + "]")
                        .images();
        assertThat(images.getFirst().layers())
                .extracting(ArchivedLayer::member)
                .containsExactly("x/layer.tar", "x/layer.tar", "x/layer.tar");
        assertThat(images.getFirst().tags()).isEmpty();
    }

    @Test
    void aLayerThatTheStoreHasMayBeMissing() {
        ArchivedImage found =
                new TestTar()
                        .file(
                                "manifest.json",
                                "[" + image.item("null", "0/layer.tar", "1/layer.tar") + "]")
                        .file(image.configName(), image.config)
                        .file("1/layer.tar", image.layers.get(1))
                        .images()
                        .getFirst();
        assertThat(found.layers()).extracting(ArchivedLayer::present).containsExactly(false, true);
        assertThat(found.layers().getFirst().missing())
                .hasMessage("open 0/layer.tar: no such file or directory");
    }

    @Test
    void parentsComeFirstAndCountOnlyWhereTheyAreThere() {
        SampleImage child = SampleImage.with("\"author\":\"child\",", "a");
        SampleImage parent = SampleImage.of("a");
        String withParent =
                child.item("[\"c:1\"]", "0/layer.tar").replace("]}", "],\"Parent\":\"%s\"}");
        TestTar archive =
                new TestTar()
                        .file(child.configName(), child.config)
                        .file(parent.configName(), parent.config)
                        .file("0/layer.tar", parent.layers.getFirst())
                        .file(
                                "manifest.json",
                                "["
                                        + withParent.formatted(parent.id())
                                        + ","
                                        + parent.item("[\"p:1\"]", "0/layer.tar")
                                        + "]");
        List<ArchivedImage> images = archive.images();
        assertThat(images)
                .extracting(i -> i.config().id())
                .containsExactly(parent.id(), child.id());
        assertThat(images.getLast().parent()).contains(parent.id());

        List<ArchivedImage> alone =
                new TestTar()
                        .file(child.configName(), child.config)
                        .file("0/layer.tar", child.layers.getFirst())
                        .file("manifest.json", "[" + withParent.formatted(parent.id()) + "]")
                        .images();
        assertThat(alone.getFirst().parent()).isEmpty();
    }

    @Test
    void anImageThatIsListedTwiceIsOneWithAllItsNames() {
        List<ArchivedImage> images =
                new TestTar()
                        .file(image.configName(), image.config)
                        .file("0/layer.tar", image.layers.get(0))
                        .file("1/layer.tar", image.layers.get(1))
                        .file(
                                "manifest.json",
                                "["
                                        + image.item("[\"a:1\"]", "0/layer.tar", "1/layer.tar")
                                        + ","
                                        + image.item(
                                                "[\"b:1\",\"a:1\"]", "0/layer.tar", "1/layer.tar")
                                        + "]")
                        .images();
        assertThat(images).hasSize(1);
        assertThat(images.getFirst().tags())
                .extracting(Reference::familiar)
                .containsExactly("a:1", "b:1");
    }

    @Test
    void whatIsWrittenOverCountsAsItWasWrittenLast() {
        SampleImage other = SampleImage.of("x");
        ArchivedImage found =
                new TestTar()
                        .file("0/layer.tar", other.layers.getFirst())
                        .file(image.configName(), "{}")
                        .symlink("0/layer.tar", "nowhere")
                        .file(image.configName(), image.config)
                        .file("0/layer.tar", image.layers.get(0))
                        .file("1/layer.tar", image.layers.get(1))
                        .file(
                                "manifest.json",
                                "[" + image.item("null", "0/layer.tar", "1/layer.tar") + "]")
                        .images()
                        .getFirst();
        assertThat(found.layers()).extracting(ArchivedLayer::present).containsExactly(true, true);
    }

    @Test
    void onlyWhatIsNeededIsKept() {
        ArchiveIndex index = new ArchiveIndex();
        byte[] tar = new TestTar().file("{", "x").toBytes();
        assertThat(index.classify("blobs/sha256/aa", tar.length, tar))
                .isEqualTo(ArchiveMember.LAYER);
        assertThat(index.classify("0/layer.tar", 0, new byte[0])).isEqualTo(ArchiveMember.LAYER);
        assertThat(index.classify("empty", 1024, new byte[512])).isEqualTo(ArchiveMember.LAYER);
        assertThat(index.classify("x", 9, TestTar.gzip(tar))).isEqualTo(ArchiveMember.LAYER);
        assertThat(index.classify("x", 9, new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd}))
                .isEqualTo(ArchiveMember.LAYER);
        assertThat(index.classify("abc.tar.gz", 9, new byte[9])).isEqualTo(ArchiveMember.LAYER);
        assertThat(index.classify("blobs/sha256/bb", 2, " {".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(ArchiveMember.METADATA);
        assertThat(index.classify("x/json", 1, "?".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(ArchiveMember.METADATA);
        assertThat(index.classify("x/VERSION", 3, "1.0".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(ArchiveMember.IGNORED);
        assertThat(index.classify("big", 1L << 40, "{".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(ArchiveMember.IGNORED);
    }

    @Test
    void whatIsNoImageArchiveIsRefusedInDockersWords() {
        assertThatThrownBy(() -> new TestTar().file("etc/passwd", "x").images())
                .isInstanceOf(InvalidImageException.class)
                .hasMessage("open repositories: no such file or directory");
        assertThatThrownBy(() -> new TestTar().images())
                .hasMessage("open repositories: no such file or directory");
        assertThatThrownBy(() -> new TestTar().file("manifest.json", "nonsense").images())
                .hasMessage(
                        "invalid archive: manifest.json: invalid character 'o' in literal null"
                                + " (expecting 'u')");
        assertThatThrownBy(() -> new TestTar().file("manifest.json", "{}").images())
                .isInstanceOf(InvalidImageException.class);
    }

    @Test
    void whatDoesNotFitTogetherIsRefusedInDockersWords() {
        TestTar lacksConfig =
                new TestTar().file("manifest.json", "[" + image.item("null", "0/layer.tar") + "]");
        assertThatThrownBy(lacksConfig::images)
                .hasMessage("open " + image.configName() + ": no such file or directory");

        TestTar lacksLayers =
                new TestTar()
                        .file(image.configName(), image.config)
                        .file("manifest.json", "[" + image.item("null", "0/layer.tar") + "]");
        assertThatThrownBy(lacksLayers::images)
                .hasMessage("invalid manifest, layers length mismatch: expected 1, got 2");

        TestTar wrongLayer =
                new TestTar()
                        .file(image.configName(), image.config)
                        .file("0/layer.tar", image.layers.get(1))
                        .file("1/layer.tar", image.layers.get(1))
                        .file(
                                "manifest.json",
                                "[" + image.item("null", "0/layer.tar", "1/layer.tar") + "]");
        assertThatThrownBy(wrongLayer::images)
                .hasMessage(
                        "invalid diffID for layer 0: expected \""
                                + image.diffId(0)
                                + "\", got \""
                                + image.diffId(1)
                                + '"');

        TestTar badTag =
                new TestTar()
                        .file(image.configName(), image.config)
                        .file(
                                "manifest.json",
                                "[" + image.item("[\"a\"]", "0/layer.tar", "1/layer.tar") + "]");
        assertThatThrownBy(badTag::images)
                .isInstanceOf(InvalidReferenceException.class)
                .hasMessage("invalid tag \"a\"");

        TestTar badName =
                new TestTar()
                        .file(image.configName(), image.config)
                        .file(
                                "manifest.json",
                                "[" + image.item("[\"A:1\"]", "0/layer.tar", "1/layer.tar") + "]");
        assertThatThrownBy(badName::images)
                .hasMessage("invalid reference format: repository name must be lowercase");

        SampleImage windows = SampleImage.of("w");
        TestTar foreign =
                new TestTar()
                        .file(
                                "c.json",
                                new String(windows.config, StandardCharsets.UTF_8)
                                        .replace("linux", "windows"))
                        .file("manifest.json", "[{\"Config\":\"c.json\",\"Layers\":[\"0\"]}]");
        assertThatThrownBy(foreign::images).hasMessage("cannot load windows image on linux");

        TestTar layerAsConfig =
                new TestTar()
                        .file(image.configName(), image.layers.getFirst())
                        .file("manifest.json", "[{\"Config\":\"x.tar\",\"Layers\":[]}]")
                        .file("x.tar", image.layers.getFirst());
        assertThatThrownBy(layerAsConfig::images)
                .hasMessage("invalid archive: x.tar is a layer where JSON is expected");
    }

    @Test
    void namesThatLeadOutAreRefused() {
        for (String name : new String[] {"../manifest.json", "a/../../b", "/.."}) {
            assertThatThrownBy(() -> new TestTar().file(name, "{}").images())
                    .isInstanceOf(InvalidImageException.class)
                    .hasMessageContaining("leads out of it");
        }
        assertThatThrownBy(() -> new TestTar().symlink("0/layer.tar", "../../etc/shadow").images())
                .hasMessageContaining("leads out of it");
        assertThatThrownBy(
                        () ->
                                new TestTar()
                                        .file(
                                                "manifest.json",
                                                "[{\"Config\":\"../../etc/passwd\"}]")
                                        .images())
                .hasMessageContaining("leads out of it");
        assertThatThrownBy(
                        () ->
                                new TestTar()
                                        .file(image.configName(), image.config)
                                        .file(
                                                "manifest.json",
                                                "["
                                                        + image.item("null", "../0", "/etc/../../x")
                                                        + "]")
                                        .images())
                .hasMessageContaining("leads out of it");
    }

    @Test
    void endlessNamesAreRefused() {
        ArchiveIndex index = new ArchiveIndex();
        assertThatThrownBy(() -> index.classify("n".repeat(5000), 1, new byte[1]))
                .hasMessage("invalid archive: a name of 5000 characters: file name too long");
    }

    @Test
    void circlesOfLinksAreRefused() {
        TestTar circle =
                new TestTar()
                        .symlink("0/layer.tar", "../1/layer.tar")
                        .symlink("1/layer.tar", "../0/layer.tar")
                        .file(image.configName(), image.config)
                        .file(
                                "manifest.json",
                                "[" + image.item("null", "0/layer.tar", "1/layer.tar") + "]");
        assertThatThrownBy(circle::images)
                .hasMessage("open 0/layer.tar: too many levels of symbolic links");
        assertThatThrownBy(() -> new TestTar().symlink("manifest.json", "manifest.json").images())
                .hasMessage("open manifest.json: too many levels of symbolic links");
    }

    @Test
    void metadataIsBounded() {
        ArchiveIndex index = new ArchiveIndex();
        byte[] head = "{".getBytes(StandardCharsets.UTF_8);
        assertThat(index.classify("manifest.json", 1L << 40, head))
                .isEqualTo(ArchiveMember.IGNORED);
        assertThatThrownBy(() -> index.images(Platform.host()))
                .hasMessage(
                        "invalid archive: manifest.json: more metadata than the 8388608 bytes a"
                                + " member and 67108864 in all that are allowed");
        byte[] some = new byte[8 << 20];
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 9; i++) {
                                index.metadata(i + ".json", some);
                            }
                        })
                .hasMessageContaining("more metadata than");
        assertThat(index.classify("sbom", 1 << 20, head)).isEqualTo(ArchiveMember.IGNORED);
        ArchiveIndex other = new ArchiveIndex();
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 200_000; i++) {
                                other.symbolicLink("l" + i, "x");
                            }
                        })
                .hasMessage("invalid archive: more than 100000 members");
    }
}
