package io.wavemesh.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.images.NativeLibraries.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeLibrariesTest {
    @ParameterizedTest
    @CsvSource({
        "ai/onnxruntime/native/linux-x64/libonnxruntime.so, ONNXRUNTIME",
        "ai/onnxruntime/native/linux-x64/libonnxruntime_providers_cuda.so, ONNXRUNTIME",
        "ai/onnxruntime/native/linux-aarch64/libonnxruntime.so, DROP",
        "ai/onnxruntime/native/osx-aarch64/libonnxruntime.dylib.dSYM/Contents/Resources/DWARF/libonnxruntime.dylib, DROP",
        "ai/onnxruntime/native/osx-aarch64/libonnxruntime.dylib.dSYM/Contents/Info.plist, DROP",
        "ai/onnxruntime/native/win-x64/onnxruntime.pdb, DROP",
        "ai/onnxruntime/OrtSession.class, KEEP",
        "pytorch/cpu/linux-x86_64/libtorch_cpu.so, LIBTORCH",
        "pytorch/cpu/linux-x86_64/libgomp-98b21ff3.so.1, LIBTORCH",
        "native/lib/pytorch.properties, KEEP",
        "jnilib/linux-x86_64/cu128/libdjl_torch.so, KEEP",
        "jnilib/win-x86_64/cpu/djl_torch.dll, DROP",
        "jnilib/linux-aarch64/cpu/libdjl_torch.so, DROP",
        "com/sun/jna/linux-x86-64/libjnidispatch.so, KEEP",
        "com/sun/jna/linux-x86/libjnidispatch.so, DROP",
        "com/sun/jna/freebsd-x86-64/libjnidispatch.so, DROP",
        "com/sun/jna/win32-x86-64/jnidispatch.dll, DROP",
        "org/xerial/snappy/native/Linux/x86_64/libsnappyjava.so, KEEP",
        "org/xerial/snappy/native/Linux/x86_64-musl/libsnappyjava.so, DROP",
        "org/xerial/snappy/native/Mac/x86_64/libsnappyjava.dylib, DROP",
        "linux/amd64/libzstd-jni-1.5.6-10.so, KEEP",
        "linux/ppc64le/libzstd-jni-1.5.6-10.so, DROP",
        "net/jpountz/util/windows/amd64/liblz4-java.dll, DROP",
        "META-INF/native/libnetty_transport_native_epoll_x86_64.so, KEEP",
        "META-INF/MANIFEST.MF, KEEP"
    })
    void keepsWhatTheImagesPlatformLoads(String entry, Verdict verdict) {
        assertThat(NativeLibraries.of(entry)).isEqualTo(verdict);
    }
}
