package io.wavemesh.s3server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Key and certificate of a server on the loopback address, signed by itself.
 *
 * @param keyStore PKCS 12 file
 * @param certificate PEM file
 */
public record ServerIdentity(Path keyStore, Path certificate) {
    private static final String PASSWORD = "only-for-tests";

    /** Makes a new one with the JDK's keytool. */
    public static ServerIdentity in(Path folder) throws IOException, InterruptedException {
        ServerIdentity identity = new ServerIdentity(folder.resolve("server.p12"), folder.resolve("server.pem"));
        identity.keytool(
                "-genkeypair", "-keyalg", "EC", "-dname", "CN=s3", "-ext", "SAN=IP:127.0.0.1", "-validity", "30");
        identity.keytool("-exportcert", "-rfc", "-file", identity.certificate.toString());
        return identity;
    }

    List<String> options() {
        return List.of(
                "--server.ssl.key-store=" + keyStore,
                "--server.ssl.key-store-type=PKCS12",
                "--server.ssl.key-store-password=" + PASSWORD,
                "--server.ssl.key-password=" + PASSWORD,
                "--server.ssl.key-alias=server");
    }

    private void keytool(String command, String... more) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                command,
                "-alias",
                "server",
                "-keystore",
                keyStore.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        line.addAll(List.of(more));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed: " + said);
        }
    }
}
