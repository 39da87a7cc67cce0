package io.wavemesh.access;

import io.wavemesh.contracts.ClientId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, once that is established.
 *
 * @param client who it is; absent where nobody is told apart
 * @param scopes what it may do; {@link Scope#ADMIN} brings all others
 */
public record Caller(Optional<ClientId> client, Set<Scope> scopes) {
    private static final Caller ANYBODY = new Caller(Optional.empty(), EnumSet.of(Scope.ADMIN));

    /** Completes the scopes. */
    public Caller {
        scopes = Scope.closure(scopes);
    }

    /** A client with scopes. */
    public static Caller of(ClientId client, Set<Scope> scopes) {
        return new Caller(Optional.of(client), scopes);
    }

    /** Whoever it is, where authentication is off: may do everything, and what it makes belongs to nobody. */
    public static Caller anybody() {
        return ANYBODY;
    }

    /** The owner that a message names: may use what is its own, and without an owner what is nobody's. */
    public static Caller owner(Optional<ClientId> owner) {
        return new Caller(owner, EnumSet.of(Scope.IMAGES_GENERATE));
    }

    /** Whether it may do something. */
    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }

    /** Whether it may know of something that belongs to this owner; to others it must look as if it weren't there. */
    public boolean sees(Optional<ClientId> owner) {
        return seesEverything() || client.equals(owner);
    }

    /** Whether it may know of everything, whomever it belongs to. */
    public boolean seesEverything() {
        return may(Scope.ADMIN);
    }
}
