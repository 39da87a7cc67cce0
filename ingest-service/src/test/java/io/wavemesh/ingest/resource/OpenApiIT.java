package io.wavemesh.ingest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The HTTP contract under version control is the one that is served. */
@QuarkusTest
@QuarkusTestResource(MeshResource.class)
class OpenApiIT {
    private static final Path SERVED = Path.of("target/openapi/ingest.yaml");

    @Test
    void servesTheContractUnderVersionControl() throws IOException {
        String served = RestAssured.get("/openapi?format=yaml")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        Files.createDirectories(SERVED.getParent());
        Files.writeString(SERVED, served);

        assertThat(served)
                .as("if the change is meant: cp ingest-service/%s ingest-service/src/main/resources/openapi/", SERVED)
                .isEqualTo(contract());
    }

    private static String contract() throws IOException {
        try (InputStream input = OpenApiIT.class.getResourceAsStream("/openapi/ingest.yaml")) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
