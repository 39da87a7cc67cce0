package io.wavemesh.local.command;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An adapter folder with its weight, from {@code DIR} or {@code DIR=WEIGHT}. A folder whose own name holds an equals sign
 * is taken whole where it exists; otherwise the last equals sign counts if a number follows it.
 *
 * @param folder the adapter's folder
 * @param weight factor on the delta weights, finite; 1 unless given
 */
record AdapterArgument(Path folder, float weight) {
    static AdapterArgument parse(String text) {
        int separator = text.lastIndexOf('=');
        if (separator < 0 || Files.exists(Path.of(text))) {
            return new AdapterArgument(Path.of(text), 1f);
        }
        try {
            float weight = Float.parseFloat(text.substring(separator + 1).strip());
            if (!Float.isFinite(weight)) {
                throw new TypeConversionException("the weight in '" + text + "' must be a finite number");
            }
            return new AdapterArgument(Path.of(text.substring(0, separator)), weight);
        } catch (NumberFormatException notANumber) {
            return new AdapterArgument(Path.of(text), 1f);
        }
    }

    /** For the command line. */
    static final class Converter implements ITypeConverter<AdapterArgument> {
        @Override
        public AdapterArgument convert(String text) {
            return parse(text);
        }
    }
}
