package io.wavemesh.testkit.quarkus;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.wavemesh.testkit.access.AccessFixture;
import java.util.Map;

/** Authentication as in production for the service under test; with the argument {@link #ISSUER_AWAY} its issuer isn't there yet. */
public final class AccessResource implements QuarkusTestResourceLifecycleManager {
    /** Name of the argument; its value does not matter. */
    public static final String ISSUER_AWAY = "issuer-away";

    private boolean away;
    private AccessFixture fixture;

    @Override
    public void init(Map<String, String> arguments) {
        away = arguments.containsKey(ISSUER_AWAY);
    }

    @Override
    public Map<String, String> start() {
        fixture = AccessFixture.start();
        if (away) {
            fixture.issuer().leave();
        }
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
