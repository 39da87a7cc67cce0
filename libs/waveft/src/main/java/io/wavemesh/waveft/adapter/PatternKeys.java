package io.wavemesh.waveft.adapter;

import java.util.Collection;
import java.util.regex.Pattern;

/** Finds the entry of a pattern (of counts, ranks, alphas) that speaks of a layer. */
final class PatternKeys {
    private static final int MAX_EXPRESSIONS = 1000;

    /** Most characters that all expressions together may have and look at for one layer. */
    private static final int MAX_STEPS = 200_000;

    /** Names as most patterns hold them: a dot stands for any character, an escaped one for itself. */
    private static final Pattern PLAIN = Pattern.compile("(?:[A-Za-z0-9_.-]|\\\\\\.)+");

    private PatternKeys() {}

    /**
     * The first key that, as a regular expression, is the module's name or a dotted ending of it; else the name itself.
     *
     * <p>Source: PEFT 0.21, {@code get_pattern_key}.
     *
     * @throws AdapterException if a key is not a Python expression, or one beyond the limits
     */
    static String matching(Collection<String> keys, String modulePath) {
        int expressions = 0;
        PythonRegex.Budget budget = new PythonRegex.Budget(MAX_STEPS);
        for (String key : keys) {
            boolean plain = modulePath.indexOf('\n') < 0 && PLAIN.matcher(key).matches();
            if (!plain && ++expressions > MAX_EXPRESSIONS) {
                throw new AdapterException("a pattern has more than " + MAX_EXPRESSIONS + " expressions");
            }
            if (plain ? endsWith(modulePath, key) : matches(modulePath, key, budget)) {
                return key;
            }
        }
        return modulePath;
    }

    private static boolean matches(String name, String key, PythonRegex.Budget budget) {
        return PythonRegex.compile("pattern", "(.*\\.)?(" + key + ")$")
                .match(name, budget)
                .isPresent();
    }

    private static boolean endsWith(String name, String key) {
        int at = name.length();
        for (int i = key.length() - 1; i >= 0; i--) {
            if (--at < 0) {
                return false;
            }
            char expected = key.charAt(i);
            boolean escaped = i > 0 && key.charAt(i - 1) == '\\';
            if (name.charAt(at) != expected && (expected != '.' || escaped)) {
                return false;
            }
            i -= escaped ? 1 : 0;
        }
        return at == 0 || name.charAt(at - 1) == '.';
    }
}
