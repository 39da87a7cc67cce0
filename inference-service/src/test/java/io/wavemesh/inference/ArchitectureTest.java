package io.wavemesh.inference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.wavemesh.inference");

    @Test
    void domainKnowsNoTechnology() {
        classes()
                .that()
                .resideInAPackage("..inference.domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "io.wavemesh.access", "io.wavemesh.contracts..", "io.wavemesh.inference.domain..")
                .because("queue, batches and adapters are tested without container, broker or native library")
                .check(CLASSES);
    }

    @Test
    void resourcesKnowOnlyTheDomain() {
        noClasses()
                .that()
                .resideInAPackage("..inference.resource..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..inference.kafka..", "..inference.onnx..", "..inference.storage..", "org.apache.kafka..")
                .because("another entrance to the queue, such as a topic of requests, must fit beside HTTP")
                .check(CLASSES);
    }

    @Test
    void kafkaKnowsNoHttp() {
        noClasses()
                .that()
                .resideInAPackage("..inference.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..inference.resource..", "jakarta.ws.rs..")
                .because("the feed of adapters works without a client")
                .check(CLASSES);
    }

    @Test
    void engineStaysBehindItsPort() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..inference.onnx..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.wavemesh.generation..", "ai.onnxruntime..", "io.wavemesh.sdxl..")
                .because("another engine must fit in place of this one")
                .check(CLASSES);
    }
}
