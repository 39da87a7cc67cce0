package io.wavemesh.ingest.domain;

import java.time.Instant;

/**
 * What was first sent under an idempotency key.
 *
 * @param contentHash over pictures, words and settings
 * @param createdAt when it came first; a repeat takes the same time, so that its job is the same
 */
public record Claim(String contentHash, Instant createdAt) {}
