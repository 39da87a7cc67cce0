package io.wavemesh.testkit.fuzz;

import java.util.List;

/** Texts that were meant to be something else: paths, headers, addresses, templates, look-alikes, and very long ones. */
public final class HostileTexts {
    /** Names that try to leave their folder, be another one, or end early. */
    public static final List<String> PATHS = List.of(
            "..",
            ".",
            "../../../../etc/passwd",
            "..\\..\\windows\\win.ini",
            "/etc/passwd",
            "C:\\boot.ini",
            "//host/share",
            "a/../../b",
            "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "..%c0%af..%c0%afetc",
            "a\u0000.png",
            "\u2025/\u2025/etc",
            "\uFF0E\uFF0E\uFF0Fetc",
            "\u0430dapter",
            "a\u202Egnp.exe",
            ".hidden",
            "~root",
            "-rf",
            "a".repeat(300),
            "a/".repeat(300));

    /** Texts that try to become lines of headers or logs. */
    public static final List<String> LINES = List.of(
            "a\r\nSet-Cookie: x=1",
            "a\nLocation: http://127.0.0.1:1/",
            "a\r\n\r\n<html>",
            "a\u0085b",
            "a\u2028b",
            "\u001B[31mred",
            "a\"; filename=\"b");

    /** Texts that something might fetch, look up, run or fill in. */
    public static final List<String> REFERENCES = List.of(
            "http://127.0.0.1:1/a.png",
            "file:///etc/passwd",
            "jar:file:///a.jar!/b",
            "data:image/png;base64,AAAA",
            "${jndi:ldap://127.0.0.1:1/a}",
            "${java.version}",
            "{{7*7}}",
            "' OR '1'='1",
            "<script>alert(1)</script>",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>",
            "(a+)+$",
            "(((((((((((((((((((((((((((((a",
            "[".repeat(2000));

    private HostileTexts() {}
}
