package io.wavemesh.contracts;

import java.util.LinkedHashMap;
import java.util.Map;

/** CloudEvents 1.0 attributes of a message as record headers (binary mode of the Kafka binding). */
public final class CloudEvents {
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String ID = "ce_id";
    public static final String SOURCE = "ce_source";
    public static final String TYPE = "ce_type";
    public static final String TIME = "ce_time";
    public static final String CONTENT_TYPE = "content-type";

    private CloudEvents() {}

    /**
     * The headers of a message, in a fixed order.
     *
     * @param source who sends it, a URI reference such as {@code /wavemesh/trainer}
     */
    public static Map<String, String> headers(Message message, String source) {
        Checks.text("source", source, 200);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(SPEC_VERSION, "1.0");
        headers.put(ID, message.messageId());
        headers.put(SOURCE, source);
        headers.put(TYPE, message.type().cloudEventType());
        headers.put(TIME, message.messageTime().toString());
        headers.put(CONTENT_TYPE, "application/json");
        return headers;
    }
}
