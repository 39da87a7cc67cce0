package io.wavemesh.testkit.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.restassured.RestAssured;
import io.wavemesh.testkit.fuzz.Inside;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What HTTP itself refuses is answered by a problem, and a client that is still sending gets to read it. */
public abstract class HttpEdgesContract {
    private static final int TOO_MUCH = 3 << 20;
    private static final int TIMES = 10;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String path;
    private final String contentType;
    private final byte[] start;

    /**
     * A service's own.
     *
     * @param path what takes a body by POST, of less than 3 MiB
     * @param contentType of such a body
     * @param start of such a body, which may go on with any number of letters
     */
    protected HttpEdgesContract(String path, String contentType, String start) {
        this.path = path;
        this.contentType = contentType;
        this.start = start.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aBodyThatSaysHowMuchTooLargeItIsIsAnsweredByAProblem() throws Exception {
        answeredByAProblem(BodyPublishers.ofByteArray(tooMuch()));
    }

    @Test
    void aBodyThatTurnsOutToBeTooLargeIsAnsweredByAProblem() throws Exception {
        answeredByAProblem(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(tooMuch())));
    }

    private void answeredByAProblem(BodyPublisher body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Content-Type", contentType)
                .timeout(LIMIT)
                .POST(body)
                .build();
        for (int i = 0; i < TIMES; i++) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.body()).contains("\"status\":413");
            assertThat(Inside.sign(answer.body())).isEmpty();
        }
    }

    @Test
    void whoSendsAllOfItReadsTheAnswerAndTheEnd() throws IOException {
        byte[] body = tooMuch();
        try (Socket socket = socket()) {
            OutputStream out = socket.getOutputStream();
            out.write(head("Content-Length: " + body.length + "\r\nConnection: close"));
            out.write(body);

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"status\":413");
        }
    }

    @Test
    void whoNeverStopsSendingIsCutOff() throws IOException {
        isCutOff(start);
    }

    @Test
    void whoNeverStopsSendingNonsenseIsCutOff() throws IOException {
        isCutOff("}".getBytes(StandardCharsets.US_ASCII));
    }

    private void isCutOff(byte[] begin) throws IOException {
        byte[] chunk = ("10000\r\n" + "x".repeat(1 << 16) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        AtomicLong sent = new AtomicLong();
        try (Socket socket = socket()) {
            OutputStream out = socket.getOutputStream();
            out.write(head("Transfer-Encoding: chunked"));
            out.write((Integer.toHexString(begin.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(begin);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));

            Throwable end = catchThrowable(() -> {
                while (sent.get() < 1 << 28) {
                    out.write(chunk);
                    sent.addAndGet(chunk.length);
                }
            });

            assertThat(end).isInstanceOf(SocketException.class);
            assertThat(sent.get()).isLessThan(64 << 20);
        }
    }

    @Test
    void longAddressesAndHeadersAreAnsweredByProblems() throws IOException {
        assertProblem(414, get("/" + "x".repeat(6000), "X: y"));
        assertProblem(414, get(path + "?" + "x".repeat(6000), "X: y"));
        assertProblem(431, get(path, "X: " + "x".repeat(24_000)));
        assertProblem(431, get(path, "X: y\r\n".repeat(4000) + "X: y"));
    }

    @Test
    void veryLongAddressesAndHeadersAreRefused() throws IOException {
        assertThat(get("/" + "x".repeat(1 << 20), "X: y")).matches("(?s)HTTP/1.[01] 414 .*");
        assertThat(get(path, "X: " + "x".repeat(1 << 20))).matches("(?s)HTTP/1.[01] 431 .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%zz", "/%", "/v1/%c0%af%", "/\\..\\", "/a b", "http://", "*"})
    void anAddressThatIsNoneIsRefused(String address) throws IOException {
        String answer = get(address, "X: y");

        assertThat(answer).matches("(?s)HTTP/1.[01] 4\\d\\d .*");
        assertThat(Inside.sign(answer)).as(answer).isEmpty();
        assertThat(body(answer)).as(answer).matches("|(?s)\\{.*\"status\":4\\d\\d.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u0016\u0003\u0001\u0002"})
    void whatIsNoHttpIsRefused(String bytes) throws IOException {
        String answer = RawHttp.send(bytes.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(answer).matches("|(?s)HTTP/[\\d.]+ [45]\\d\\d .*");
        assertThat(Inside.sign(answer)).as(answer).isEmpty();
    }

    private static void assertProblem(int status, String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("content-type: application/problem+json")
                .contains("\"status\":" + status);
        assertThat(Inside.sign(answer)).as(answer).isEmpty();
    }

    private static String body(String answer) {
        int at = answer.indexOf("\r\n\r\n");
        return at < 0 ? "" : answer.substring(at + 4);
    }

    private static String get(String address, String headers) throws IOException {
        String request =
                "GET " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n\r\n";
        return RawHttp.ask(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    private byte[] head(String headers) {
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + contentType + "\r\n" + headers
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] tooMuch() {
        byte[] body = Arrays.copyOf(start, TOO_MUCH);
        Arrays.fill(body, start.length, TOO_MUCH, (byte) 'x');
        return body;
    }

    private static Socket socket() throws IOException {
        Socket socket = new Socket("localhost", RestAssured.port);
        socket.setSoTimeout((int) LIMIT.toMillis());
        return socket;
    }
}
