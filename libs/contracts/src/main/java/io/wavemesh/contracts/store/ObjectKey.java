package io.wavemesh.contracts.store;

import java.util.regex.Pattern;

/** The form of object keys: what every store, and every file system, accepts. */
public final class ObjectKey {
    private static final int MAX_LENGTH = 512;
    private static final String SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}";
    private static final Pattern KEY = Pattern.compile(SEGMENT + "(/" + SEGMENT + "){0,15}");

    private ObjectKey() {}

    /**
     * Returns the key if it is one: up to 16 segments joined by slashes, each of {@code A-Z a-z 0-9 . _ -} and not
     * beginning with a dot, 512 characters in all. Throws {@link IllegalArgumentException} otherwise.
     */
    public static String check(String key) {
        if (key.length() > MAX_LENGTH || !KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    "object key has a form that is not allowed, " + key.length() + " characters: "
                            + key.substring(0, Math.min(80, key.length())).replaceAll("\\p{Cntrl}", "?"));
        }
        return key;
    }

    /** Returns the prefix if it is a key with a slash behind it. */
    public static String checkPrefix(String prefix) {
        if (!prefix.endsWith("/")) {
            throw new IllegalArgumentException("object prefix must end in a slash");
        }
        check(prefix.substring(0, prefix.length() - 1));
        return prefix;
    }
}
