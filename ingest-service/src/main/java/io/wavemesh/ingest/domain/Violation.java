package io.wavemesh.ingest.domain;

/**
 * A part of a request that breaks a rule.
 *
 * @param field the part as the client named it, such as {@code images[2]} or {@code class_noun}
 * @param message what is expected and what was found, one line
 */
public record Violation(String field, String message) {}
