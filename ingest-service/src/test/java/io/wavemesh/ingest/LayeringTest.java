package io.wavemesh.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class LayeringTest {
    private static final ArchRule DOMAIN_KNOWS_JDK_AND_LIBS = classes()
            .that()
            .resideInAPackage("..ingest.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "io.wavemesh.ingest.domain..",
                    "io.wavemesh.access",
                    "io.wavemesh.contracts..",
                    "io.wavemesh.pictures..")
            .because("what ingest does must be testable, and must stay, whatever serves HTTP, Kafka and JSON");

    private static final ArchRule RESOURCES_DO_NOT_SEE_KAFKA = noClasses()
            .that()
            .resideInAPackage("..ingest.resource..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..ingest.kafka..", "..ingest.storage..", "org.apache.kafka..", "io.wavemesh.messaging..")
            .because("a resource parses, calls one use case and maps its outcome");

    private static final ArchRule KAFKA_AND_STORAGE_DO_NOT_SEE_RESOURCES = noClasses()
            .that()
            .resideInAnyPackage("..ingest.kafka..", "..ingest.storage..", "..ingest.metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..ingest.resource..", "..ingest.config..", "jakarta.ws.rs..")
            .because("adapters of the domain meet in it and not beside it");

    private static final ArchRule NO_MUTABLE_STATICS = classes()
            .should(HaveOnlyFinalStatics.INSTANCE)
            .because("a static mutable field is shared by every test and every request");

    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.wavemesh.ingest");

    @Test
    void domainKnowsOnlyTheJdkAndTheLibraries() {
        DOMAIN_KNOWS_JDK_AND_LIBS.check(SERVICE);
    }

    @Test
    void resourcesDoNotSeeKafka() {
        RESOURCES_DO_NOT_SEE_KAFKA.check(SERVICE);
    }

    @Test
    void kafkaAndStorageDoNotSeeResources() {
        KAFKA_AND_STORAGE_DO_NOT_SEE_RESOURCES.check(SERVICE);
    }

    @Test
    void hasNoMutableStatics() {
        NO_MUTABLE_STATICS.check(SERVICE);
    }
}
