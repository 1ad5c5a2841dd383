package dev.seckill.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import dev.seckill.model.OrderIdGenerator;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The packages are floors, each of which knows only those below it; what is on one floor does not know each other. */
@AnalyzeClasses(packages = "dev.seckill.api", importOptions = DoNotIncludeTests.class)
final class FloorsTest {

    /** From the top down; {@code http} is one with {@code http.jetty}. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("dev.seckill.api"),
            List.of("dev.seckill.api.command"),
            List.of("dev.seckill.api.warmup", "dev.seckill.api.check"),
            List.of("dev.seckill.api.instance"),
            List.of("dev.seckill.api.http.."),
            List.of("dev.seckill.api.live", "dev.seckill.api.pages"),
            List.of("dev.seckill.api.admission", "dev.seckill.api.orderbook", "dev.seckill.api.receipt"),
            List.of("dev.seckill.api.config", "dev.seckill.api.recover"),
            List.of("dev.seckill.api.metrics"),
            List.of("dev.seckill.api.redis", "dev.seckill.api.orderlog"),
            List.of("dev.seckill.api.outbox"),
            List.of("dev.seckill.api.decide"),
            List.of("dev.seckill.api.sale"));

    @ArchTest
    static final ArchRule EACH_FLOOR_KNOWS_ONLY_THOSE_BELOW = floors();

    @ArchTest
    static final ArchRule THE_RULES_OF_A_SALE_KNOW_NO_STORE_LOG_SERVER_CLOCK_OR_THREAD = noClasses()
            .that()
            .resideInAPackage("dev.seckill.api.sale")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "dev.seckill.api.sale",
                    "dev.seckill.model",
                    "dev.seckill.model.event",
                    "java.lang",
                    "java.nio.charset",
                    "java.time",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class, Thread.class, OrderIdGenerator.class)
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule THE_WRITE_SIDE_NEVER_MEETS_MYSQL = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "com.mysql..", "com.zaxxer..", "dev.seckill.consumer..");

    @ArchTest
    static final ArchRule ONLY_COMMANDS_PRINT = noClasses()
            .that()
            .resideOutsideOfPackage("dev.seckill.api.command")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(PrintStream.class);

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
