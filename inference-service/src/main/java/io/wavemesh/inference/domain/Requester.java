package io.wavemesh.inference.domain;

import io.wavemesh.contracts.ClientId;
import java.util.Optional;

/**
 * Who asks for images, and how. Clients take turns and share the queue; those without a name count as one.
 *
 * @param client the authenticated client or the owner of the message; absent where nobody is told apart
 * @param channel the way the request came
 */
public record Requester(Optional<ClientId> client, Channel channel) {
    /** Ways of asking. */
    public enum Channel {
        /** A call that can be refused when the queue is full. */
        CALL,
        /** A message; as many are in hand as there are readers, so it always finds a place. */
        MESSAGE
    }

    /** Somebody who calls. */
    public static Requester caller(Optional<ClientId> client) {
        return new Requester(client, Channel.CALL);
    }

    /** Somebody who sent a message. */
    public static Requester sender(Optional<ClientId> client) {
        return new Requester(client, Channel.MESSAGE);
    }

    /** Whose turn it is: a client's, whichever way it asks; without one the way itself is the client. */
    Requester lane() {
        return client.isPresent() ? caller(client) : this;
    }
}
