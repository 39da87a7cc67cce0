package io.wavemesh.inference;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.wavemesh.testkit.access.AccessFixture;
import java.util.Map;

/** Authentication as in production for the service under test. */
public final class AccessResource implements QuarkusTestResourceLifecycleManager {
    private AccessFixture fixture;

    @Override
    public Map<String, String> start() {
        fixture = AccessFixture.start();
        return fixture.settings();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(fixture, new TestInjector.MatchesType(AccessFixture.class));
    }

    @Override
    public void stop() {
        fixture.close();
    }
}
