package io.wavemesh.images;

import java.util.Locale;
import java.util.regex.Pattern;

/** What becomes of the native libraries in a jar: other platforms' go, the engines' lie as files in the image. */
final class NativeLibraries {
    private static final Pattern LIBRARY =
            Pattern.compile(".*(\\.(so|dll|dylib|jnilib|a|lib|pdb|exp)|\\.so\\.[0-9.]+|\\.dsym/.*)");
    private static final Pattern HERE = Pattern.compile("(.*[/_-])?linux[/_-](x86[_-]64|amd64|x64)(/.*)?");
    private static final Pattern SOME_PLATFORM =
            Pattern.compile("(.*[/_-])?(aix|android|darwin|mac|osx|freebsd|openbsd|dragonflybsd|sunos|solaris|win|win32"
                    + "|windows|linux)([/_-].*)?");

    private NativeLibraries() {}

    /** What happens to an entry of a jar. */
    enum Verdict {
        /** It stays in the jar. */
        KEEP,
        /** It is of another platform. */
        DROP,
        /** It becomes a file, so that no start unpacks it. */
        ONNXRUNTIME,
        /** It becomes a file, so that no start unpacks it. */
        LIBTORCH
    }

    static Verdict of(String entry) {
        String name = entry.toLowerCase(Locale.ROOT);
        if (!LIBRARY.matcher(name).matches()) {
            return Verdict.KEEP;
        }
        String folder = name.substring(0, Math.max(0, name.lastIndexOf('/')));
        if (!HERE.matcher(folder).matches()) {
            return SOME_PLATFORM.matcher(folder).matches() ? Verdict.DROP : Verdict.KEEP;
        }
        if (name.startsWith("ai/onnxruntime/native/")) {
            return Verdict.ONNXRUNTIME;
        }
        return name.startsWith("pytorch/") ? Verdict.LIBTORCH : Verdict.KEEP;
    }
}
