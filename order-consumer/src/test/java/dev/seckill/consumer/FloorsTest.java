package dev.seckill.consumer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.ArrayList;
import java.util.List;

/** The packages are floors, each of which knows only those below it; what is on one floor does not know each other. */
@AnalyzeClasses(packages = "dev.seckill.consumer", importOptions = DoNotIncludeTests.class)
final class FloorsTest {

    /** From the top down. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("dev.seckill.consumer"),
            List.of("dev.seckill.consumer.command"),
            List.of("dev.seckill.consumer.http"),
            List.of("dev.seckill.consumer.http.jetty"),
            List.of(
                    "dev.seckill.consumer.certify",
                    "dev.seckill.consumer.notify",
                    "dev.seckill.consumer.report",
                    "dev.seckill.consumer.start"),
            List.of("dev.seckill.consumer.audit"),
            List.of("dev.seckill.consumer.loop"),
            List.of("dev.seckill.consumer.parking", "dev.seckill.consumer.status", "dev.seckill.consumer.store"),
            List.of("dev.seckill.consumer.topic"));

    @ArchTest
    static final ArchRule EACH_FLOOR_KNOWS_ONLY_THOSE_BELOW = floors();

    @ArchTest
    static final ArchRule THE_READ_SIDE_NEVER_MEETS_REDIS_OR_THE_ROUTES_OF_THE_API =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("redis..", "dev.seckill.api..");

    @ArchTest
    static final ArchRule ONLY_THE_COMMON_MODEL_KNOWS_OPENTELEMETRY =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.opentelemetry..");

    private static ArchRule floors() {
        LayeredArchitecture house = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String part : FLOORS.stream().flatMap(List::stream).toList()) {
            house = house.layer(part).definedBy(part);
        }
        List<String> below = new ArrayList<>();
        for (int floor = FLOORS.size() - 1; floor >= 0; floor--) {
            for (String part : FLOORS.get(floor)) {
                house = below.isEmpty()
                        ? house.whereLayer(part).mayNotAccessAnyLayer()
                        : house.whereLayer(part).mayOnlyAccessLayers(below.toArray(String[]::new));
            }
            below.addAll(FLOORS.get(floor));
        }
        return house.ensureAllClassesAreContainedInArchitecture();
    }
}
