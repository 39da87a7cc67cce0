package io.wavemesh.inference.domain;

/**
 * A field of a request that breaks a rule.
 *
 * @param field as the client wrote it, such as {@code adapters[0].weight}
 * @param message what is expected and what was found
 */
public record Violation(String field, String message) {}
