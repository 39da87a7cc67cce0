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
    private static final String CREDENTIALS = "wavemesh.credentials";

    private CallerIdentity() {}

    static SecurityIdentity of(Caller caller, Credentials credentials) {
        QuarkusSecurityIdentity.Builder identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(
                        caller.client().map(ClientId::value).orElse("anybody")))
                .addAttribute(CALLER, caller)
                .addAttribute(CREDENTIALS, credentials);
        caller.scopes().stream().map(Scope::word).forEach(identity::addRole);
        return identity.build();
    }

    /** Throws {@link IllegalStateException} if the identity is of none who was let in. */
    static Caller callerOf(SecurityIdentity identity) {
        return attribute(identity, CALLER);
    }

    /** Throws {@link IllegalStateException} if the identity is of none who was let in. */
    static Credentials credentialsOf(SecurityIdentity identity) {
        return attribute(identity, CREDENTIALS);
    }

    private static <T> T attribute(SecurityIdentity identity, String name) {
        T value = identity.getAttribute(name);
        if (value == null) {
            throw new IllegalStateException("a method without a rule for callers asks who calls");
        }
        return value;
    }
}
