package dev.mica.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of the house, as docs/ARCHITECTURE.md has them. */
class HouseTest {

    /** What each room may use, besides {@code errno}, which all may. */
    private static final Map<String, List<String>> MAY_USE =
            Map.ofEntries(
                    entry("errno", List.of()),
                    entry("linux", List.of()),
                    entry("fuse", List.of("linux")),
                    entry("overlay", List.of()),
                    entry("overlayfs", List.of("overlay", "fuse", "linux")),
                    entry("archive", List.of()),
                    entry("image", List.of("archive")),
                    entry("registry", List.of("image")),
                    entry("storage", List.of("archive", "image", "linux")),
                    entry("engine", List.of("storage", "registry", "image", "archive", "linux")),
                    // storage and registry for the words that engine hands on: Change, StatusRow,
                    // Proxies
                    entry("dockerapi", List.of("engine", "image", "linux", "storage", "registry")),
                    entry(
                            "cli",
                            List.of(
                                    "dockerapi",
                                    "image",
                                    "archive",
                                    "storage",
                                    "overlayfs",
                                    "linux")));

    private static JavaClasses house;

    @BeforeAll
    static void readTheHouse() {
        house =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.mica");
    }

    @Test
    void everyRoomHasItsRule() {
        assertThat(house.stream().map(c -> c.getPackageName().split("\\.", -1)[2]).distinct())
                .containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
    }

    @TestFactory
    List<DynamicTest> roomsUseOnlyWhatTheyMay() {
        List<DynamicTest> rules = new ArrayList<>();
        MAY_USE.forEach(
                (room, used) ->
                        rules.add(DynamicTest.dynamicTest(room, () -> checkRoom(room, used))));
        return rules;
    }

    private static void checkRoom(String room, List<String> used) {
        List<String> allowed = new ArrayList<>(List.of(packages(room), packages("errno")));
        used.forEach(other -> allowed.add(packages(other)));
        noClasses()
                .that()
                .resideInAPackage(packages(room))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.mica..")
                                .and(not(resideInAnyPackage(allowed.toArray(String[]::new)))))
                .because(
                        "an arrow of the house points at what a room may use; a further one makes"
                                + " rooms that cannot be changed alone")
                .check(house);
    }

    private static String packages(String room) {
        return "dev.mica." + room + "..";
    }

    @Test
    void onlyLinuxCallsNativeCode() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.mica.linux")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .because(
                        "each further shape of a native handle costs 6 to 8 ms at start, and faults"
                                + " are injected at linux")
                .check(house);
    }

    @Test
    void nothingDependsOnTheCommand() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.mica.cli")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.mica.cli..")
                .because("the command is one of several ways in")
                .check(house);
    }

    @Test
    void driversDoNotKnowEachOther() {
        slices().matching("dev.mica.storage.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        resideInAPackage("dev.mica.storage.."),
                        resideInAPackage("dev.mica.storage.spi"))
                .because("a driver is added or left out without a look at the others")
                .check(house);
    }

    @Test
    void pathsAreNotFiles() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.File")
                .because(
                        "java.io.File hides why something failed, and cannot say which name it"
                                + " meant")
                .check(house);
    }

    @Test
    void noMethodIsSynchronized() {
        methods()
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .because(
                        "a lock that is held over I/O must be one that can be interrupted and"
                                + " timed")
                .check(house);
    }

    @Test
    void onlyTheCommandPrints() {
        noClasses()
                .that(resideInAPackage("dev.mica..").and(not(resideInAnyPackage("dev.mica.cli"))))
                .should()
                .accessField(System.class, "out")
                .because("libraries log through System.Logger")
                .check(house);
    }

    @Test
    void exceptionsAreUnchecked() {
        classes()
                .that()
                .areAssignableTo(Exception.class)
                .should()
                .beAssignableTo(RuntimeException.class)
                .orShould()
                .beAssignableTo(java.io.IOException.class)
                .because("blocking code on virtual threads handles a failure in one place")
                .check(house);
    }
}
