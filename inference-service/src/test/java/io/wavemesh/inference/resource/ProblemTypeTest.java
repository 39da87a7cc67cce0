package io.wavemesh.inference.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.inference.domain.FailureKind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTypeTest {
    @Test
    void everyTypeIsARowOfTheCatalogue() {
        List<String> rows = InferenceApi.DESCRIPTION
                .lines()
                .filter(line -> line.matches("\\| [a-z-]+ \\| \\d+ .*"))
                .map(line -> line.replaceFirst("\\| ([a-z-]+) \\| (\\d+) .*", "$1 $2"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(ProblemType.values())
                        .map(type -> type.slug() + " " + type.status())
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void everyFailureOfAJobIsToldByItsOwnName(FailureKind kind) {
        assertThat(ProblemType.of(kind).slug()).isEqualTo(kind.type());
    }
}
