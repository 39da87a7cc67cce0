package io.wavemesh.contracts;

import java.time.Instant;

/** A message on Kafka: a record with a JSON Schema, whose bytes {@link MessageJson} reads and writes. */
public sealed interface Message
        permits TrainingJob,
                TrainingOrder,
                TrainingEvent,
                JobControl,
                AdapterAnnouncement,
                GenerationRequest,
                GenerationResult,
                AuditEvent {
    /** Which kind of message this is. */
    MessageType type();

    /** The record key: messages with one key stay in order, and the last one survives compaction. */
    String messageKey();

    /** An id that is the same when the same message is sent again. */
    String messageId();

    /** When what the message tells happened. */
    Instant messageTime();
}
