package io.wavemesh.contracts;

/** The kinds of messages, with their names in CloudEvents and their schemas. */
public enum MessageType {
    TRAINING_JOB("training-job", TrainingJob.class),
    TRAINING_ORDER("training-order", TrainingOrder.class),
    TRAINING_EVENT("training-event", TrainingEvent.class),
    JOB_CONTROL("job-control", JobControl.class),
    ADAPTER_ANNOUNCEMENT("adapter-announcement", AdapterAnnouncement.class),
    GENERATION_REQUEST("generation-request", GenerationRequest.class),
    GENERATION_RESULT("generation-result", GenerationResult.class),
    AUDIT_EVENT("audit-event", AuditEvent.class);

    private final String kind;
    private final Class<? extends Message> recordType;

    MessageType(String kind, Class<? extends Message> recordType) {
        this.kind = kind;
        this.recordType = recordType;
    }

    /** The name without prefix and version, such as {@code training-job}. */
    public String kind() {
        return kind;
    }

    /** The attribute {@code type} of CloudEvents, such as {@code io.wavemesh.training-job.v1}. */
    public String cloudEventType() {
        return "io.wavemesh." + kind + ".v1";
    }

    /** The record that holds it. */
    public Class<? extends Message> recordType() {
        return recordType;
    }

    /** Where the JSON Schema lies on the class path. */
    public String schemaResource() {
        return "/io/wavemesh/contracts/schema/" + kind + ".v1.schema.json";
    }
}
