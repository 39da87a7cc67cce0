package io.wavemesh.inference;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wavemesh.testkit.quarkus.HttpEdgesContract;

@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class HttpEdgesIT extends HttpEdgesContract {
    HttpEdgesIT() {
        super("/v1/images/generations", "application/json", "{\"prompt\":\"");
    }
}
