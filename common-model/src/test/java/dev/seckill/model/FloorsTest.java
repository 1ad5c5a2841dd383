package dev.seckill.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What both programs speak: the rules of orders below, how to log them and how to set programs above. */
@AnalyzeClasses(packages = "dev.seckill.model", importOptions = DoNotIncludeTests.class)
final class FloorsTest {

    @ArchTest
    static final ArchRule EACH_FLOOR_KNOWS_ONLY_THOSE_BELOW = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("trace")
            .definedBy("dev.seckill.model.trace")
            .layer("tls")
            .definedBy("dev.seckill.model.tls")
            .layer("settings")
            .definedBy("dev.seckill.model.settings")
            .layer("proof")
            .definedBy("dev.seckill.model.proof")
            .layer("event")
            .definedBy("dev.seckill.model.event")
            .layer("check")
            .definedBy("dev.seckill.model.check")
            .layer("log")
            .definedBy("dev.seckill.model.log")
            .layer("model")
            .definedBy("dev.seckill.model")
            .whereLayer("trace")
            .mayOnlyAccessLayers("tls", "settings", "log", "model")
            .whereLayer("tls")
            .mayOnlyAccessLayers("settings", "log", "model")
            .whereLayer("settings")
            .mayOnlyAccessLayers("log", "model")
            .whereLayer("proof")
            .mayOnlyAccessLayers("settings", "event", "model")
            .whereLayer("check")
            .mayOnlyAccessLayers("model")
            .whereLayer("event")
            .mayOnlyAccessLayers("model")
            .whereLayer("log")
            .mayOnlyAccessLayers("model")
            .whereLayer("model")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule IT_KNOWS_NO_STORE_LOG_SERVER_OR_LOGGER = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "redis..",
                    "org.apache.kafka..",
                    "java.sql..",
                    "javax.sql..",
                    "java.net.http..",
                    "com.sun.net.httpserver..",
                    "io.javalin..",
                    "org.slf4j..",
                    "dev.seckill.api..",
                    "dev.seckill.consumer..");

    /** Which has a logger of its own that it must silence. */
    @ArchTest
    static final ArchRule ONLY_TRACES_KNOW_OPENTELEMETRY = noClasses()
            .that()
            .resideOutsideOfPackage("dev.seckill.model.trace")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.opentelemetry..", "java.util.logging..");
}
