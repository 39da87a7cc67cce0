package io.wavemesh.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a request for images ended.
 *
 * @param schemaVersion 1
 * @param requestId the request
 * @param state how it ended
 * @param images the images, in order; empty unless it succeeded
 * @param fault why it failed
 * @param seconds time spent on drawing
 * @param at when it ended
 */
public record GenerationResult(
        int schemaVersion,
        RequestId requestId,
        State state,
        List<GeneratedImage> images,
        Optional<Fault> fault,
        double seconds,
        Instant at)
        implements Message {
    /** How a request ends. */
    public enum State {
        SUCCEEDED,
        FAILED,
        CANCELED
    }

    /**
     * One image.
     *
     * @param object the PNG file
     * @param seed seed of its noise
     */
    public record GeneratedImage(ObjectRef object, long seed) {
        /** Throws {@link IllegalArgumentException} if the object is missing. */
        public GeneratedImage {
            Checks.required("object", object);
        }
    }

    /** Throws {@link IllegalArgumentException} if a component is missing or contradicts the state. */
    public GenerationResult {
        Checks.schemaVersion(schemaVersion);
        Checks.required("requestId", requestId);
        Checks.required("state", state);
        images = images == null ? List.of() : Checks.list("images", images, 0, 64);
        for (int i = 0; i < images.size(); i++) {
            Checks.at("images[" + i + "].object", images.get(i).object(), ObjectKeys.image(requestId, i));
        }
        fault = Checks.optional(fault);
        if ((state == State.SUCCEEDED) == images.isEmpty()) {
            throw new IllegalArgumentException("images must be there if and only if state is SUCCEEDED, was " + state);
        }
        if ((state == State.FAILED) != fault.isPresent()) {
            throw new IllegalArgumentException("fault must be there if and only if state is FAILED, was " + state);
        }
        Checks.range("seconds", seconds, 0, 1e9);
        Checks.required("at", at);
    }

    @Override
    public MessageType type() {
        return MessageType.GENERATION_RESULT;
    }

    @Override
    public String messageKey() {
        return requestId.value();
    }

    @Override
    public String messageId() {
        return requestId.value();
    }

    @Override
    public Instant messageTime() {
        return at;
    }
}
