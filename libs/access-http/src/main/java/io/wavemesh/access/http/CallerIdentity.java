package io.wavemesh.access.http;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.wavemesh.access.Caller;
import io.wavemesh.access.Scope;
import io.wavemesh.contracts.ClientId;

/** A caller in the words of the container: scopes are roles. */
final class CallerIdentity {
    private static final String CALLER = "wavemesh.caller";

    private CallerIdentity() {}

    static SecurityIdentity of(Caller caller) {
        QuarkusSecurityIdentity.Builder identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(
                        caller.client().map(ClientId::value).orElse("anybody")))
                .addAttribute(CALLER, caller);
        caller.scopes().stream().map(Scope::word).forEach(identity::addRole);
        return identity.build();
    }

    /** Throws {@link IllegalStateException} if the identity is of none who was let in. */
    static Caller callerOf(SecurityIdentity identity) {
        Caller caller = identity.getAttribute(CALLER);
        if (caller == null) {
            throw new IllegalStateException("a method without a rule for callers asks who calls");
        }
        return caller;
    }
}
