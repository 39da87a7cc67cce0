package io.wavemesh.ingest.resource;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wavemesh.testkit.quarkus.HttpEdgesContract;

@QuarkusTest
@QuarkusTestResource(MeshResource.class)
class HttpEdgesIT extends HttpEdgesContract {
    HttpEdgesIT() {
        super(
                "/v1/subjects",
                "multipart/form-data; boundary=b",
                "--b\r\nContent-Disposition: form-data; name=\"images\"; filename=\"a.png\"\r\n\r\n");
    }
}
