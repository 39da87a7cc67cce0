package io.wavemesh.waveft.adapter;

import java.util.Collection;

/** Finds the entry of a pattern (of counts, ranks, alphas) that speaks of a layer. */
final class PatternKeys {
    private PatternKeys() {}

    /**
     * The first key that, as a regular expression, is the module's name or a dotted ending of it; else the name itself.
     *
     * <p>Source: PEFT 0.21, {@code get_pattern_key}.
     */
    static String matching(Collection<String> keys, String modulePath) {
        for (String key : keys) {
            if (PythonRegex.compile("pattern", "(.*\\.)?(" + key + ")$")
                    .match(modulePath)
                    .isPresent()) {
                return key;
            }
        }
        return modulePath;
    }
}
