package io.wavemesh.contracts;

/**
 * Why something failed, as clients are told: the same types as in problem+json answers.
 *
 * @param type stable name of the kind of problem, such as {@code picture-set-invalid}
 * @param detail one line on this occurrence
 */
public record Fault(String type, String detail) {
    private static final int MAX_DETAIL = 1000;

    /** Shortens the detail to one line of at most 1000 characters. */
    public Fault {
        Checks.identifier("fault.type", type);
        String line = Checks.required("fault.detail", detail)
                .codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        detail = line.length() > MAX_DETAIL ? line.substring(0, MAX_DETAIL) : line;
    }
}
