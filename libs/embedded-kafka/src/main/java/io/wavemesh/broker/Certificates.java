package io.wavemesh.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Self-signed certificates for brokers and clients on this machine, made by the JDK's {@code keytool}. For tests: the
 * password is known to all.
 */
public final class Certificates {
    /** Of every store and key. */
    public static final String PASSWORD = "changeit-in-tests";

    private static final int LIMIT_SECONDS = 60;
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private final Path folder;
    private final List<String> names;

    private Certificates(Path folder, List<String> names) {
        this.folder = folder;
        this.names = names;
    }

    /** A certificate a name for {@code localhost} and {@code 127.0.0.1}, and a trust store with all of them. */
    public static Certificates create(Path folder, List<String> names) {
        Certificates made = new Certificates(folder.toAbsolutePath(), List.copyOf(names));
        try {
            Files.createDirectories(folder);
            for (String name : names) {
                made.generate(name);
            }
            made.writeTrustStore("PKCS12", made.trustStore());
            made.writeTrustStore("JKS", made.jksTrustStore());
            made.writePem();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write certificates to " + folder, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make certificates", e);
        }
    }

    /** PKCS12 with key and certificate. */
    public Path keyStore(String name) {
        return folder.resolve(name + ".p12");
    }

    /** PEM of the certificate. */
    public Path certificate(String name) {
        return folder.resolve(name + ".crt");
    }

    /** PEM of the private key, PKCS8. */
    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** PKCS12 with all certificates. */
    public Path trustStore() {
        return folder.resolve("trusted.p12");
    }

    /** JKS with all certificates. */
    public Path jksTrustStore() {
        return folder.resolve("trusted.jks");
    }

    /** A file with the password. */
    public Path passwordFile() {
        return folder.resolve("password");
    }

    private void generate(String name) throws IOException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process keytool = new ProcessBuilder(
                        tool.toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore(name).toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        try {
            if (!keytool.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                keytool.destroyForcibly();
                throw new IOException("keytool failed: " + Files.readString(folder.resolve("keytool.log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private KeyStore read(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore(name))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private void writeTrustStore(String type, Path file) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(type);
        trusted.load(null, null);
        for (String name : names) {
            trusted.setCertificateEntry(name, read(name).getCertificate(name));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
    }

    private void writePem() throws IOException, GeneralSecurityException {
        for (String name : names) {
            KeyStore store = read(name);
            Files.writeString(
                    certificate(name),
                    pem("CERTIFICATE", store.getCertificate(name).getEncoded()));
            Files.writeString(
                    key(name),
                    pem(
                            "PRIVATE KEY",
                            store.getKey(name, PASSWORD.toCharArray()).getEncoded()));
        }
        Files.writeString(passwordFile(), PASSWORD + "\n");
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n" + PEM.encodeToString(der) + "\n-----END " + type + "-----\n";
    }
}
