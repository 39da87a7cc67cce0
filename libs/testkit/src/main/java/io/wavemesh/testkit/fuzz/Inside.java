package io.wavemesh.testkit.fuzz;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Signs that a text tells of the inside of a service: classes, stack traces, folders, hosts, libraries. */
public final class Inside {
    private static final List<Pattern> SIGNS = List.of(
            Pattern.compile("\\b(?:java|javax|jakarta|jdk|sun)\\.[a-z]+\\.\\w+"),
            Pattern.compile(
                    "\\b(?:io\\.(?:wavemesh|quarkus|vertx|netty|smallrye)|org\\.(?:jboss|apache)|com\\.fasterxml)\\."),
            Pattern.compile("\\b\\w+(?:Exception|Error)\\b"),
            Pattern.compile("\\bat [\\w.$]+\\([\\w.]*(?::\\d+)?\\)"),
            Pattern.compile("\\.java\\b"),
            Pattern.compile("(?:^|[\\s\"':=(])/(?:tmp|home|root|var|etc|opt|usr|work)/"),
            Pattern.compile("\\b(?:127\\.0\\.0\\.1|localhost):\\d+"),
            Pattern.compile("(?i)\\b(?:quarkus|vert\\.x|netty|resteasy|jackson|kafka)\\b"));

    private Inside() {}

    /** The first sign in a text, empty if it tells nothing. */
    public static Optional<String> sign(String text) {
        for (Pattern sign : SIGNS) {
            var found = sign.matcher(text);
            if (found.find()) {
                int from = Math.max(0, found.start() - 40);
                return Optional.of(text.substring(from, Math.min(text.length(), found.end() + 40)));
            }
        }
        return Optional.empty();
    }
}
