package io.wavemesh.messaging;

import io.wavemesh.contracts.Disposition;

/**
 * What came of a delivery.
 *
 * @param disposition what to do with the record
 * @param reason one line for the log and for the dead letter
 */
public record Verdict(Disposition disposition, String reason) {}
