package io.wavemesh.waveft;

/** Messages about files from outside, whose names and keys may hold anything. */
public final class OneLine {
    private static final int MAX_LENGTH = 1000;

    private OneLine() {}

    /** The text without control characters and line ends, shortened to 1000 characters. */
    public static String of(String text) {
        String head = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 3) + "...";
        return head.replaceAll("[\\p{Cntrl}\\u0080-\\u009F\\u2028\\u2029]", "?");
    }
}
