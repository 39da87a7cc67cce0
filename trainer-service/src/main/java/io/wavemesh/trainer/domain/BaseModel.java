package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.BaseModelId;

/**
 * The base model that a trainer has.
 *
 * @param id its name
 * @param hash SHA-256 that tells models apart, 64 hexadecimal digits
 */
public record BaseModel(BaseModelId id, String hash) {}
