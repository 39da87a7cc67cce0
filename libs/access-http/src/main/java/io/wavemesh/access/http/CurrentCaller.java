package io.wavemesh.access.http;

import io.quarkus.security.identity.SecurityIdentity;
import io.wavemesh.access.Caller;
import jakarta.inject.Singleton;

/** Who makes the request that is worked on. */
@Singleton
public final class CurrentCaller {
    private final SecurityIdentity identity;

    CurrentCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The caller; only within a request to a method with a rule, on its own thread. */
    public Caller get() {
        return CallerIdentity.callerOf(identity);
    }

    /** By what the caller was let in; where {@link #get} may be called, to be asked later and elsewhere. */
    public Credentials credentials() {
        return CallerIdentity.credentialsOf(identity);
    }
}
