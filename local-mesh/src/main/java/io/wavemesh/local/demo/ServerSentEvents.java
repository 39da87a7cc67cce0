package io.wavemesh.local.demo;

import java.util.Iterator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads the data of server-sent events from the lines of a response, as the WHATWG describes them. */
final class ServerSentEvents {
    private ServerSentEvents() {}

    /**
     * Gives the data of each event to the consumer until it returns false or the lines end.
     *
     * @return whether the consumer ended it
     */
    static boolean read(Stream<String> lines, Predicate<String> goesOn) {
        StringBuilder data = new StringBuilder();
        for (Iterator<String> all = lines.iterator(); all.hasNext(); ) {
            String line = all.next();
            if (line.isEmpty()) {
                if (!data.isEmpty() && !goesOn.test(data.toString())) {
                    return true;
                }
                data.setLength(0);
            } else if (line.startsWith("data:")) {
                String value = line.substring("data:".length());
                data.append(data.isEmpty() ? "" : "\n").append(value.startsWith(" ") ? value.substring(1) : value);
            }
        }
        return false;
    }
}
