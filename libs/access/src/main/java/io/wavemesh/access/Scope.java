package io.wavemesh.access;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a caller may do, always with what is its own alone unless it has {@link #ADMIN}. */
public enum Scope {
    /** Send pictures; cancel and erase subjects; remove adapters. */
    SUBJECTS_WRITE(Scope.WRITE_SUBJECTS),
    /** List, see and follow subjects. */
    SUBJECTS_READ(Scope.READ_SUBJECTS),
    /** Ask for images, follow and cancel their jobs, fetch them. */
    IMAGES_GENERATE(Scope.GENERATE_IMAGES),
    /** List, see and fetch adapters. */
    ADAPTERS_READ(Scope.READ_ADAPTERS),
    /** Everything, and that of every client. */
    ADMIN(Scope.ADMINISTER);

    /** {@link #SUBJECTS_WRITE} as annotations name it. */
    public static final String WRITE_SUBJECTS = "subjects:write";
    /** {@link #SUBJECTS_READ} as annotations name it. */
    public static final String READ_SUBJECTS = "subjects:read";
    /** {@link #IMAGES_GENERATE} as annotations name it. */
    public static final String GENERATE_IMAGES = "images:generate";
    /** {@link #ADAPTERS_READ} as annotations name it. */
    public static final String READ_ADAPTERS = "adapters:read";
    /** {@link #ADMIN} as annotations name it. */
    public static final String ADMINISTER = "admin";

    private final String word;

    Scope(String word) {
        this.word = word;
    }

    /** The word in key files and tokens, such as {@code subjects:write}. */
    public String word() {
        return word;
    }

    /** The scope of a word; empty if there is none. */
    public static Optional<Scope> of(String word) {
        return Arrays.stream(values()).filter(scope -> scope.word.equals(word)).findFirst();
    }

    /** Every word, for messages. */
    public static String words() {
        return Arrays.stream(values()).map(Scope::word).collect(Collectors.joining(", "));
    }

    /** A copy in the order of this list, where {@link #ADMIN} brings all others. */
    static Set<Scope> closure(Set<Scope> scopes) {
        EnumSet<Scope> all = EnumSet.noneOf(Scope.class);
        all.addAll(scopes.contains(ADMIN) ? EnumSet.allOf(Scope.class) : scopes);
        return Collections.unmodifiableSet(all);
    }
}
