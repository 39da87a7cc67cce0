package io.wavemesh.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.wavemesh.trainer", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    @ArchTest
    static final ArchRule DOMAIN_KNOWS_NO_TECHNOLOGY = classes()
            .that()
            .resideInAPackage("..trainer.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.wavemesh.contracts", "io.wavemesh.trainer.domain..")
            .because("the rules of jobs are tested without broker, store and engine");

    @ArchTest
    static final ArchRule ONLY_TRAINING_KNOWS_THE_ENGINE = noClasses()
            .that()
            .resideOutsideOfPackage("..trainer.training..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.wavemesh.training..", "ai.djl..", "io.wavemesh.sdxl..", "io.wavemesh.waveft..")
            .because("engine and native library stay behind one port");

    @ArchTest
    static final ArchRule KAFKA_KNOWS_NO_STORE = noClasses()
            .that()
            .resideInAPackage("..trainer.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..trainer.storage..", "..trainer.training..", "..contracts.store..")
            .because("a consumer decodes, calls a use case and acknowledges");

    @ArchTest
    static final ArchRule STORAGE_KNOWS_NO_BROKER = noClasses()
            .that()
            .resideInAnyPackage("..trainer.storage..", "..trainer.training..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.wavemesh.messaging..", "org.apache.kafka..", "..trainer.kafka..")
            .because("what is kept doesn't depend on how jobs arrive");

    @ArchTest
    static final ArchRule KAFKA_ONLY_THROUGH_THE_LIBRARY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..")
            .because("delivery rules are written, and tested, once in libs/messaging");
}
