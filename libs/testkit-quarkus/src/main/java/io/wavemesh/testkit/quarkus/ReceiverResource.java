package io.wavemesh.testkit.quarkus;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.wavemesh.testkit.tracing.SpanReceiver;
import java.util.Map;

/** A collector that the service under test sends every trace to. */
public final class ReceiverResource implements QuarkusTestResourceLifecycleManager {
    private SpanReceiver receiver;

    @Override
    public Map<String, String> start() {
        receiver = SpanReceiver.start();
        return receiver.settings();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(receiver, new TestInjector.MatchesType(SpanReceiver.class));
    }

    @Override
    public void stop() {
        receiver.close();
    }
}
