package io.wavemesh.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pod whose account has a role, and no key: the token is exchanged for keys that last an hour. */
@Timeout(30)
class S3WebIdentityTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/art";
    private static final String ANSWER = """
            <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <AssumeRoleWithWebIdentityResult>
                <Credentials>
                  <AccessKeyId>ASIAOFANHOUR</AccessKeyId>
                  <SecretAccessKey>secret-of-an-hour</SecretAccessKey>
                  <SessionToken>session-of-an-hour</SessionToken>
                  <Expiration>2999-01-01T00:00:00Z</Expiration>
                </Credentials>
              </AssumeRoleWithWebIdentityResult>
            </AssumeRoleWithWebIdentityResponse>
            """;

    @TempDir
    private Path folder;

    private final Map<String, Optional<String>> before = new HashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> seen = new CopyOnWriteArrayList<>();
    private HttpServer tokens;
    private HttpServer bucket;

    @BeforeEach
    void start() throws IOException {
        tokens = server();
        tokens.createContext("/", exchange -> {
            asked.add(URLDecoder.decode(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    StandardCharsets.UTF_8));
            answer(exchange, 200, ANSWER);
        });
        bucket = server();
        bucket.createContext("/", exchange -> {
            seen.add(Map.of(
                    "authorization", exchange.getRequestHeaders().getFirst("Authorization"),
                    "token", exchange.getRequestHeaders().getFirst("X-Amz-Security-Token")));
            answer(exchange, 200, "");
        });
        tokens.start();
        bucket.start();
        Path token = Files.writeString(folder.resolve("token"), "token-of-the-account");
        set("aws.accessKeyId", Optional.empty());
        set("aws.secretAccessKey", Optional.empty());
        set("aws.roleArn", Optional.of(ROLE));
        set("aws.webIdentityTokenFile", Optional.of(token.toString()));
        set("aws.endpointUrlSts", Optional.of(address(tokens).toString()));
        set("aws.region", Optional.of("eu-central-1"));
    }

    @AfterEach
    void stop() {
        tokens.stop(0);
        bucket.stop(0);
        List.copyOf(before.keySet()).forEach(name -> set(name, before.get(name)));
    }

    @Test
    void signsWithTheKeysOfTheRole() {
        S3Settings settings = new S3Settings(
                "mesh",
                "",
                Optional.empty(),
                Optional.of(address(bucket)),
                true,
                Optional.empty(),
                Optional.empty(),
                S3Settings.Limits.DEFAULT);
        try (S3ObjectStore store = new S3ObjectStore(settings)) {
            assertThat(store.exists("a")).isTrue();
            assertThat(store.exists("b")).isTrue();
        }

        assertThat(asked)
                .singleElement()
                .asString()
                .contains("Action=AssumeRoleWithWebIdentity", "RoleArn=" + ROLE)
                .contains("WebIdentityToken=token-of-the-account");
        assertThat(seen).hasSize(2).allSatisfy(request -> {
            assertThat(request.get("authorization")).contains("Credential=ASIAOFANHOUR/");
            assertThat(request.get("token")).isEqualTo("session-of-an-hour");
        });
    }

    private void set(String name, Optional<String> value) {
        String old = value.isPresent() ? System.setProperty(name, value.get()) : System.clearProperty(name);
        before.putIfAbsent(name, Optional.ofNullable(old));
    }

    private static HttpServer server() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    private static URI address(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
