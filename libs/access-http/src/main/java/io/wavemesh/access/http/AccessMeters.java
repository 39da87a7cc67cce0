package io.wavemesh.access.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;

/** Meters of authentication, the same in every service. */
@Singleton
final class AccessMeters {
    /** Requests that were refused; alert on a rise: nobody can guess a key, but somebody tries. */
    static final String REFUSALS = "wavemesh.access.refusals";
    /** 1 while the key file is as it was read last, 0 while it can't be used and the last good keys count. Alert on 0. */
    static final String KEY_FILE_GOOD = "wavemesh.access.key.file.good";

    private static final String REASON = "reason";

    private final Counter credentials;
    private final Counter missing;
    private final Counter scope;
    private final Counter issuer;
    private final AtomicBoolean good = new AtomicBoolean(true);

    AccessMeters(MeterRegistry registry) {
        this.credentials = registry.counter(REFUSALS, REASON, "credentials");
        this.missing = registry.counter(REFUSALS, REASON, "missing");
        this.scope = registry.counter(REFUSALS, REASON, "scope");
        this.issuer = registry.counter(REFUSALS, REASON, "issuer");
        Gauge.builder(KEY_FILE_GOOD, good, g -> g.get() ? 1 : 0).register(registry);
    }

    void badCredentials() {
        credentials.increment();
    }

    void noCredentials() {
        missing.increment();
    }

    void noScope() {
        scope.increment();
    }

    void issuerAway() {
        issuer.increment();
    }

    void keyFile(boolean isGood) {
        good.set(isGood);
    }
}
