package io.wavemesh.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;

class AdapterArgumentTest {
    @TempDir
    private Path folder;

    @Test
    void takesAFolderWithOrWithoutAWeight() {
        assertThat(AdapterArgument.parse("a/b")).isEqualTo(new AdapterArgument(Path.of("a/b"), 1));
        assertThat(AdapterArgument.parse("a/b=0.5")).isEqualTo(new AdapterArgument(Path.of("a/b"), 0.5f));
        assertThat(AdapterArgument.parse("a=b=-2e-1")).isEqualTo(new AdapterArgument(Path.of("a=b"), -0.2f));
    }

    @Test
    void takesAnEqualsSignAsPartOfTheNameWhereNoNumberFollows() {
        assertThat(AdapterArgument.parse("lr=high")).isEqualTo(new AdapterArgument(Path.of("lr=high"), 1));
        assertThat(AdapterArgument.parse("lr=")).isEqualTo(new AdapterArgument(Path.of("lr="), 1));
    }

    @Test
    void prefersAFolderThatExists() throws IOException {
        Path adapter = Files.createDirectory(folder.resolve("lr=3"));

        assertThat(AdapterArgument.parse(adapter.toString())).isEqualTo(new AdapterArgument(adapter, 1));
        assertThat(AdapterArgument.parse(adapter + "=2")).isEqualTo(new AdapterArgument(adapter, 2));
    }

    @Test
    void refusesAWeightThatIsNotFinite() {
        assertThatThrownBy(() -> AdapterArgument.parse("a=NaN")).isInstanceOf(TypeConversionException.class);
        assertThatThrownBy(() -> AdapterArgument.parse("a=Infinity")).isInstanceOf(TypeConversionException.class);
    }
}
