package io.wavemesh.local.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Width and height of a picture, written {@code 1024x768}.
 *
 * @param widthPixels at least 1
 * @param heightPixels at least 1
 */
record ImageSize(int widthPixels, int heightPixels) {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})");

    /** For the command line. */
    static final class Converter implements ITypeConverter<ImageSize> {
        @Override
        public ImageSize convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new TypeConversionException("'" + text + "' is not of the form WIDTHxHEIGHT, such as 1024x768");
            }
            return new ImageSize(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
        }
    }
}
