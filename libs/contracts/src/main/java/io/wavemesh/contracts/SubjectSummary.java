package io.wavemesh.contracts;

import java.util.Optional;

/**
 * What is told of a subject in events and lists.
 *
 * @param name what the client calls it
 * @param classNoun ordinary word for its kind, such as {@code dog}
 * @param instanceToken rare word that is bound to it, such as {@code zjw}
 * @param pictureCount number of its pictures
 */
public record SubjectSummary(Optional<String> name, String classNoun, String instanceToken, int pictureCount) {
    /** Of a job whose description is gone. */
    public static final SubjectSummary UNKNOWN = new SubjectSummary(Optional.empty(), "unknown", "unknown", 1);

    /** Throws {@link IllegalArgumentException} if a component is missing or out of its range. */
    public SubjectSummary {
        name = Checks.optional(name);
        name.ifPresent(n -> Checks.text("name", n, 200));
        Checks.text("classNoun", classNoun, 100);
        Checks.text("instanceToken", instanceToken, 40);
        Checks.range("pictureCount", pictureCount, 1, 1000);
    }
}
