package io.wavemesh.inference.domain;

import java.time.Duration;

/**
 * Where the time of a job went.
 *
 * @param queued from acceptance to the start of drawing, or to the end of a job that never started
 * @param run from the start of drawing to the end
 */
public record JobTimes(Duration queued, Duration run) {}
