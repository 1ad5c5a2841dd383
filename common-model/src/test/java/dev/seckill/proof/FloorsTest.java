package dev.seckill.proof;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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
            .resideInAnyPackage("dev.seckill.proof..", "java..", "javax.crypto..");

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
            .layer("text")
            .definedBy("dev.seckill.proof.text")
            .layer("tree")
            .definedBy("dev.seckill.proof.tree")
            .layer("note")
            .definedBy("dev.seckill.proof.note")
            .whereLayer("main")
            .mayOnlyAccessLayers("command")
            .whereLayer("command")
            .mayOnlyAccessLayers("verdict", "text", "tree", "note")
            .whereLayer("verdict")
            .mayOnlyAccessLayers("text", "tree", "note")
            .whereLayer("text")
            .mayOnlyAccessLayers("tree", "note")
            .whereLayer("tree")
            .mayOnlyAccessLayers("note")
            .whereLayer("note")
            .mayNotAccessAnyLayer();
}
