package dev.seckill.proof;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What a stranger has to believe is this package and the JDK: notes at the bottom, trees and texts, verdicts on top. */
@AnalyzeClasses(packages = "dev.seckill.proof", importOptions = DoNotIncludeTests.class)
final class FloorsTest {

    @ArchTest
    static final ArchRule IT_NEEDS_THE_JDK_ALONE = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.seckill.proof..", "java..", "javax.crypto..", "com.sun.net.httpserver..");

    /** That server is a part of the JDK too, and only who runs a cosigner starts it. */
    @ArchTest
    static final ArchRule THE_COSIGNER_ALONE_IS_A_SERVER = noClasses()
            .that()
            .resideOutsideOfPackage("dev.seckill.proof.cosign")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.net.httpserver..");

    @ArchTest
    static final ArchRule EACH_FLOOR_KNOWS_ONLY_THOSE_BELOW = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("main")
            .definedBy("dev.seckill.proof")
            .layer("command")
            .definedBy("dev.seckill.proof.command")
            .layer("verdict")
            .definedBy("dev.seckill.proof.verdict")
            .layer("cosign")
            .definedBy("dev.seckill.proof.cosign")
            .layer("keyfile")
            .definedBy("dev.seckill.proof.keyfile")
            .layer("text")
            .definedBy("dev.seckill.proof.text")
            .layer("tree")
            .definedBy("dev.seckill.proof.tree")
            .layer("note")
            .definedBy("dev.seckill.proof.note")
            .whereLayer("main")
            .mayOnlyAccessLayers("command")
            .whereLayer("command")
            .mayOnlyAccessLayers("verdict", "cosign", "keyfile", "text", "tree", "note")
            .whereLayer("verdict")
            .mayOnlyAccessLayers("text", "tree", "note")
            .whereLayer("cosign")
            .mayOnlyAccessLayers("text", "tree", "note")
            .whereLayer("keyfile")
            .mayOnlyAccessLayers("text", "note")
            .whereLayer("text")
            .mayOnlyAccessLayers("tree", "note")
            .whereLayer("tree")
            .mayOnlyAccessLayers("note")
            .whereLayer("note")
            .mayNotAccessAnyLayer();
}
