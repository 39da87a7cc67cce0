package io.wavemesh.tests.secrecy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wavemesh.tests.harness.Service;
import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a service ships is in its bill of materials, with where it comes from, its hash and its licence. */
class BillOfMaterialsIT {
    private static final Pattern PURL =
            Pattern.compile("pkg:maven/([^/]+)/([^@]+)@([^?]+)(?:\\?(?:.*&)?classifier=([^&]+).*|\\?.*)?");

    @ParameterizedTest
    @EnumSource
    void everyShippedLibraryIsListed(Service service) throws IOException {
        Path list = service.jar().getParent().resolveSibling("bom.json");
        assumeTrue(Files.exists(list), "Maven was offline, and leaves the list out then");
        Map<?, ?> bom = (Map<?, ?>) Json.parse(Files.readAllBytes(list));
        Map<String, Map<?, ?>> listed = new HashMap<>();
        for (Object component : (List<?>) bom.get("components")) {
            Map<?, ?> fields = (Map<?, ?>) component;
            listed.put(jar((String) fields.get("purl")), fields);
        }
        List<String> shipped = shipped(service);

        assertThat(bom.get("bomFormat")).isEqualTo("CycloneDX");
        assertThat(shipped).hasSizeGreaterThan(50);
        assertThat(listed.keySet()).containsAll(shipped);
        assertThat(shipped)
                .allSatisfy(jar -> assertThat((List<?>) listed.get(jar).get("licenses"))
                        .as("licences")
                        .isNotEmpty());
        assertThat(shipped).filteredOn(jar -> !jar.startsWith("io.wavemesh.")).allSatisfy(jar -> assertThat(
                        (List<?>) listed.get(jar).get("hashes"))
                .as("hashes")
                .isNotEmpty());
    }

    /** A library's file as Quarkus names it: group, artifact, version and classifier. */
    private static String jar(String purl) {
        Matcher parts = PURL.matcher(purl);
        assertThat(parts.matches()).as(purl).isTrue();
        String classifier = parts.group(4) == null ? "" : "-" + parts.group(4);
        return parts.group(1) + "." + parts.group(2) + "-" + parts.group(3) + classifier + ".jar";
    }

    private static List<String> shipped(Service service) throws IOException {
        List<String> jars = new ArrayList<>();
        for (String folder : List.of("lib/main", "lib/boot")) {
            try (Stream<Path> files = Files.list(service.jar().resolveSibling(folder))) {
                files.map(file -> file.getFileName().toString()).forEach(jars::add);
            }
        }
        return jars;
    }
}
