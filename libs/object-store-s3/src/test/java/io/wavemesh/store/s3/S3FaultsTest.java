package io.wavemesh.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.store.ObjectCorruptException;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.contracts.store.StoreUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class S3FaultsTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
    private static final ObjectRef OBJECT = new ObjectRef("a", Sha256.of(CONTENT), CONTENT.length);

    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private S3ObjectStore store;
    private volatile HttpHandler handler;

    @BeforeEach
    void start() throws IOException {
        System.setProperty("aws.accessKeyId", "access");
        System.setProperty("aws.secretAccessKey", "secret");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            handler.handle(exchange);
        });
        server.start();
        store = open(Optional.empty());
    }

    private S3ObjectStore open(Optional<Encryption> encryption) {
        return new S3ObjectStore(new S3Settings(
                "objects",
                "",
                Optional.empty(),
                Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
                true,
                Optional.empty(),
                encryption,
                new S3Settings.Limits(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(700),
                        Duration.ofSeconds(10),
                        2)));
    }

    @AfterEach
    void stop() {
        end.countDown();
        store.close();
        server.stop(0);
        threads.shutdownNow();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void givesUpWhereNobodyAnswers() {
        handler = exchange -> await();

        assertThatThrownBy(() -> store.get(OBJECT, 100)).isInstanceOf(StoreUnavailableException.class);
        assertThat(requests).hasValue(2);
    }

    @Test
    void givesUpWhereAnAnswerTrickles() {
        handler = exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            while (end.getCount() > 0) {
                exchange.getResponseBody().write(1);
                exchange.getResponseBody().flush();
                pause();
            }
        };

        assertThatThrownBy(() -> store.get(OBJECT, 5000)).isInstanceOf(StoreUnavailableException.class);
        assertThat(requests).hasValue(2);
    }

    @Test
    void asksAgainWhereAnAnswerBreaksOff(@TempDir Path folder) {
        handler = exchange -> {
            if (requests.get() == 1) {
                exchange.sendResponseHeaders(200, CONTENT.length);
                exchange.getResponseBody().write(CONTENT, 0, 3);
                exchange.getResponseBody().flush();
                exchange.close();
            } else {
                answer(exchange, 200, CONTENT);
            }
        };

        store.fetch(OBJECT, folder.resolve("x"));

        assertThat(folder.resolve("x")).hasBinaryContent(CONTENT);
        assertThat(requests).hasValue(2);
    }

    @Test
    void refusesChangedContent(@TempDir Path folder) {
        byte[] changed = CONTENT.clone();
        changed[2] ^= 1;
        handler = exchange -> answer(exchange, 200, changed);

        assertThatThrownBy(() -> store.get(OBJECT, 100)).isInstanceOf(ObjectCorruptException.class);
        assertThatThrownBy(() -> store.fetch(OBJECT, folder.resolve("x"))).isInstanceOf(ObjectCorruptException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void readsNoMoreThanTheReferenceSays(@TempDir Path folder) {
        handler = exchange -> {
            exchange.sendResponseHeaders(200, 1L << 40);
            await();
        };

        assertThatThrownBy(() -> store.fetch(OBJECT, folder.resolve("x"))).isInstanceOf(ObjectCorruptException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void asksAgainWhenThrottled() {
        handler = exchange -> answer(exchange, requests.get() == 1 ? 503 : 200, CONTENT);

        assertThat(store.get(OBJECT, 100)).isEqualTo(CONTENT);
        assertThat(requests).hasValue(2);
    }

    @Test
    void saysThatAccessIsDeniedInOneLine() {
        byte[] denied =
                "<Error><Code>AccessDenied</Code><Message>not\nyou</Message></Error>".getBytes(StandardCharsets.UTF_8);
        handler = exchange -> answer(exchange, 403, denied);

        assertThatThrownBy(() -> store.get(OBJECT, 100))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("s3://objects/")
                .hasMessageContaining("not you");
        assertThat(requests).hasValue(1);
    }

    @Test
    void writesOnConditionWithItsChecksum() {
        String checksum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(OBJECT.sha256()));
        handler = exchange -> {
            boolean asked = "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))
                    && checksum.equals(exchange.getRequestHeaders().getFirst("x-amz-checksum-sha256"));
            answer(exchange, asked ? 200 : 400, new byte[0]);
        };

        assertThat(store.put("a", CONTENT)).isEqualTo(OBJECT);
    }

    @Test
    void asksForEncryptionByAKeyOfKms() {
        handler = exchange -> {
            boolean asked = "aws:kms".equals(exchange.getRequestHeaders().getFirst("x-amz-server-side-encryption"))
                    && "alias/mesh"
                            .equals(exchange.getRequestHeaders()
                                    .getFirst("x-amz-server-side-encryption-aws-kms-key-id"));
            answer(exchange, asked ? 200 : 400, new byte[0]);
        };

        try (S3ObjectStore encrypting = open(Optional.of(new Encryption("aws:kms", Optional.of("alias/mesh"))))) {
            assertThat(encrypting.put("a", CONTENT)).isEqualTo(OBJECT);
            encrypting.probe();
        }
    }

    @Test
    void triesAgainWhereAnotherIsWriting() {
        handler = exchange -> {
            boolean put = exchange.getRequestMethod().equals("PUT");
            answer(exchange, put && requests.get() == 1 ? 409 : put ? 200 : 404, code(put));
        };

        assertThat(store.put("a", CONTENT)).isEqualTo(OBJECT);
        assertThat(requests).hasValue(3);
    }

    private static byte[] code(boolean put) {
        String code = put ? "ConditionalRequestConflict" : "NoSuchKey";
        return ("<Error><Code>" + code + "</Code></Error>").getBytes(StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause() {
        try {
            end.await(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
