package io.wavemesh.local.demo;

import java.util.Map;
import java.util.Optional;

/**
 * One event of the ingest service about a job.
 *
 * @param state of the job, such as {@code RUNNING}
 * @param step optimizer steps done
 * @param steps optimizer steps in all; 0 while unknown
 * @param loss of the last step
 * @param secondsLeft estimate; negative = unknown
 * @param adapterId once the job has succeeded
 * @param fault why it failed
 */
record TrainingProgress(
        String state,
        int step,
        int steps,
        Optional<Double> loss,
        double secondsLeft,
        Optional<String> adapterId,
        Optional<String> fault) {

    /** Reads an event; fields that it lacks are unknown. */
    static TrainingProgress of(Map<String, Object> event) {
        return new TrainingProgress(
                String.valueOf(event.get("state")),
                number(event, "step").map(Double::intValue).orElse(0),
                number(event, "steps").map(Double::intValue).orElse(0),
                number(event, "loss"),
                number(event, "secondsLeft").orElse(-1.0),
                Optional.ofNullable((String) event.get("adapterId")),
                Optional.ofNullable(event.get("fault")).map(TrainingProgress::reason));
    }

    /** Whether nothing can follow. */
    boolean isFinal() {
        return switch (state) {
            case "SUCCEEDED", "FAILED", "CANCELED" -> true;
            default -> false;
        };
    }

    private static Optional<Double> number(Map<String, Object> event, String name) {
        return event.get(name) instanceof Number value ? Optional.of(value.doubleValue()) : Optional.empty();
    }

    private static String reason(Object fault) {
        return fault instanceof Map<?, ?> fields && fields.get("detail") != null
                ? fields.get("detail").toString()
                : fault.toString();
    }
}
