package io.wavemesh.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayeringTest {
    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.wavemesh.trainer");

    @Test
    void domainKnowsNoTechnology() {
        classes()
                .that()
                .resideInAPackage("..trainer.domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.wavemesh.contracts", "io.wavemesh.trainer.domain..")
                .because("the rules of jobs are tested without broker, store and engine")
                .check(SERVICE);
    }

    @Test
    void onlyTrainingKnowsTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..trainer.training..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.wavemesh.training..", "ai.djl..", "io.wavemesh.sdxl..", "io.wavemesh.waveft..")
                .because("engine and native library stay behind one port")
                .check(SERVICE);
    }

    @Test
    void kafkaKnowsNoStore() {
        noClasses()
                .that()
                .resideInAPackage("..trainer.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..trainer.storage..", "..trainer.training..", "..contracts.store..")
                .because("a consumer decodes, calls a use case and acknowledges")
                .check(SERVICE);
    }

    @Test
    void storageKnowsNoBroker() {
        noClasses()
                .that()
                .resideInAnyPackage("..trainer.storage..", "..trainer.training..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.wavemesh.messaging..", "org.apache.kafka..", "..trainer.kafka..")
                .because("what is kept doesn't depend on how jobs arrive")
                .check(SERVICE);
    }

    @Test
    void kafkaOnlyThroughTheLibrary() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .because("delivery rules are written, and tested, once in libs/messaging")
                .check(SERVICE);
    }
}
