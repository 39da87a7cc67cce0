package io.wavemesh.tests.secrecy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Strings that occur nowhere else: each marks a thing that must not be told, and is searched in every form it may take. */
final class Markers {
    private final Map<String, String> marks = new LinkedHashMap<>();

    /** A new marker for a thing. */
    String mark(String thing) {
        String marker = "Qzv" + thing.replaceAll("[^A-Za-z]", "") + "Wkx" + (7000 + marks.size());
        marks.put(thing, marker);
        return marker;
    }

    /** The things that a text tells, with what stands around them. */
    List<String> told(String where, String text) {
        List<String> told = new ArrayList<>();
        String lower = text.toLowerCase(Locale.ROOT);
        marks.forEach((thing, marker) -> {
            for (String form : forms(marker)) {
                int at = lower.indexOf(form.toLowerCase(Locale.ROOT));
                if (at >= 0) {
                    String around =
                            text.substring(Math.max(0, at - 120), Math.min(text.length(), at + form.length() + 60));
                    told.add(where + " tells the " + thing + ": ..." + around.replace('\n', ' ') + "...");
                    break;
                }
            }
        });
        return told;
    }

    /** Plain, in hexadecimal, and in Base64 at any of the three places where it can begin. */
    private static List<String> forms(String marker) {
        byte[] bytes = marker.getBytes(StandardCharsets.UTF_8);
        List<String> forms = new ArrayList<>(List.of(marker, HexFormat.of().formatHex(bytes)));
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + bytes.length];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            forms.add(encoded.substring(shift == 0 ? 0 : shift + 1, encoded.length() - 1));
        }
        return forms;
    }
}
