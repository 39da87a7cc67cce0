package io.wavemesh.local.command;

import io.wavemesh.messaging.DeadLetter;
import io.wavemesh.waveft.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** A dead letter on one line. */
enum LetterLine {
    /** Topic, key, time, source, attempts, replays, cause, with a tab in between; no text of a letter holds a tab. */
    COLUMNS {
        @Override
        String of(DeadLetter letter) {
            return String.join(
                    "\t",
                    letter.topic(),
                    letter.key(),
                    letter.when().toString(),
                    letter.source(),
                    Long.toString(letter.attempts()),
                    Long.toString(letter.replays()),
                    letter.cause());
        }
    },

    /** The same and more as a JSON object. */
    JSON {
        @Override
        String of(DeadLetter letter) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("topic", letter.topic());
            fields.put("partition", (long) letter.partition());
            fields.put("offset", letter.offset());
            fields.put("key", letter.key());
            fields.put("when", letter.when().toString());
            fields.put("source", letter.source());
            fields.put("attempts", letter.attempts());
            fields.put("replays", letter.replays());
            fields.put("byteCount", (long) letter.byteCount());
            fields.put("cause", letter.cause());
            return Json.write(fields);
        }
    };

    abstract String of(DeadLetter letter);
}
