package io.wavemesh.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMappings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The document says what the list and the settings say. */
class SecurityDocumentTest {
    private static final Path DOCUMENT = Path.of("../../docs/security.md");

    @Test
    void theTableIsTheList() throws IOException {
        String text = Files.readString(DOCUMENT);
        List<String> rows = text.substring(text.indexOf("<!-- kafka-acls.json -->"), text.indexOf("<!-- end -->"))
                .lines()
                .filter(line -> line.startsWith("| "))
                .skip(2)
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        AccessRule.all().stream().map(SecurityDocumentTest::row).toList());
    }

    @Test
    void everySettingIsTold() throws IOException {
        List<String> told = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.matches("\\| `(protocol|tls\\.|sasl\\.).*"))
                .flatMap(line -> Arrays.stream(line.split("\\|")[1].split(",")))
                .map(key -> key.strip().replace("`", ""))
                .toList();

        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(SecuritySettings.class, ""))
                                .keySet());
    }

    private static String row(AccessRule rule) {
        return "| " + lower(rule.service()) + " | " + lower(rule.resource()) + " | `" + rule.name() + "` | "
                + rule.operation() + " | " + lower(rule.needed()) + " | " + rule.purpose() + " |";
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
