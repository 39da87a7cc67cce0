package io.wavemesh.inference;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wavemesh.testkit.quarkus.AccessResource;
import io.wavemesh.testkit.quarkus.IssuerAwayContract;

@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
@WithTestResource(
        value = AccessResource.class,
        scope = TestResourceScope.MATCHING_RESOURCES,
        initArgs = @ResourceArg(name = AccessResource.ISSUER_AWAY, value = "true"))
class IssuerAwayIT extends IssuerAwayContract {
    IssuerAwayIT() {
        super("/v1/adapters", "issuer-unavailable");
    }
}
