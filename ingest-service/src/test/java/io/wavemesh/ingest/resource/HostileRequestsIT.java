package io.wavemesh.ingest.resource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.wavemesh.ingest.TestImages;
import io.wavemesh.testkit.fuzz.HostileTexts;
import io.wavemesh.testkit.fuzz.Inside;
import io.wavemesh.testkit.quarkus.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, headers, paths and references that want to be something else. */
@QuarkusTest
@QuarkusTestResource(MeshResource.class)
class HostileRequestsIT extends MeshCase {
    static Stream<String> names() {
        return Stream.of(HostileTexts.PATHS, HostileTexts.LINES, HostileTexts.REFERENCES)
                .flatMap(List::stream)
                // Line ends would end the header of a part, and a path that ends in a dot is another one.
                .filter(name -> !name.equals(".") && name.chars().noneMatch(c -> c == '\r' || c == '\n'));
    }

    @Test
    void aFileNameIsOnlyAName() {
        for (String name : names().toList()) {
            byte[] body = form("images\"; filename=\"" + name.replace('"', '\''), TestImages.png(1));

            Response answer = given().contentType("multipart/form-data; boundary=x")
                    .body(body)
                    .post("/v1/subjects");

            assertThat(answer.statusCode()).as(name).isEqualTo(202);
            assertThat(answer.getHeader("Location")).matches(".*/v1/subjects/sub-[0-9a-f]{32}");
        }
        assertThat(objects.list("subjects/"))
                .allMatch(key ->
                        key.matches("subjects/sub-[0-9a-f]{32}/(pictures/[0-9a-f]{64}\\.(png|jpg)|[a-z-]+(\\.json)?)"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aPathThatNamesNoSubjectIsAProblem(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        for (String path : List.of("/v1/subjects/" + encoded, "/v1/subjects/" + encoded + "/events", "/" + encoded)) {
            Response answer = given().urlEncodingEnabled(false).get(path);

            assertThat(answer.statusCode()).as(path).isBetween(400, 431);
            assertThat(Inside.sign(answer.asString())).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: x=1", "a\u0000b", "\u001B[31m", "a\u0085b"})
    void aHostileTextIsRefusedOrOnlyAText(String text) {
        Response answer = given().multiPart("images", "a.png", TestImages.png(1))
                .contentType("multipart/form-data")
                .multiPart("class_noun", "dog")
                .multiPart("name", text, "text/plain; charset=UTF-8")
                .post("/v1/subjects");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.<List<String>>path("violations.field")).containsExactly("name");
        assertThat(answer.getHeader("Set-Cookie")).isNull();
        assertThat(Inside.sign(answer.asString())).isEmpty();
    }

    @Test
    void anIdempotencyKeyOfAnyFormNamesNoFolderAndNoHeader() {
        for (String key : HostileTexts.PATHS) {
            if (key.chars().allMatch(c -> c >= ' ' && c < 127)) {
                Response answer = keyed(key, 7).multiPart("class_noun", "dog").post("/v1/subjects");
                assertThat(answer.statusCode()).as(key).isIn(202, 422);
            }
        }
        assertThat(objects.list("idempotency/"))
                .allMatch(k -> k.matches("idempotency/[A-Za-z0-9_-]+/[a-z]+(\\.json)?"));
    }

    /** Asks for one subject only: a list shows what clients wrote, which may look like anything. */
    @ParameterizedTest
    @CsvSource({
        "'GET /v1/subjects/none HTTP/9.9'",
        "'GET http://127.0.0.1:1/v1/subjects/none HTTP/1.1'",
        "'GET /../../etc/passwd HTTP/1.1'",
        "'GET /v1/subjects/%zz HTTP/1.1'",
        "'GET /v1/subjects/%00 HTTP/1.1'",
        "'GET /v1//subjects/none HTTP/1.1'",
        "'TRACE /v1/subjects/none HTTP/1.1'",
        "'CONNECT localhost:1 HTTP/1.1'",
        "'OPTIONS * HTTP/1.1'",
        "'PRI * HTTP/2.0'",
        "'BREW /v1/subjects/none HTTP/1.1'",
        "'complete nonsense'",
        "'GET /q/dev HTTP/1.1'",
        "'GET /q/arc HTTP/1.1'",
        "'GET /q/info HTTP/1.1'"
    })
    void whatHttpItselfRefusesTellsNothing(String line) throws IOException {
        String answer = RawHttp.send(
                (line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(answer).doesNotStartWith("HTTP/1.1 5").doesNotContain("root:");
        assertThat(Inside.sign(answer)).as(answer).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'Content-Length: 5\r\nContent-Length: 6'",
        "'Content-Length: -1'",
        "'Content-Length: 99999999999999999999'",
        "'Transfer-Encoding: chunked\r\nContent-Length: 3'",
        "'Content-Type: multipart/form-data; boundary='",
        "'Content-Type: multipart/form-data'",
        "'Content-Type: multipart/form-data; boundary=\"\r\n X: y'",
        "'Content-Type: ;;;'",
        "'Accept: application/json;q=9;;,/'",
        "'Idempotency-Key: a\rb'",
        "'Idempotency-Key: a\nSet-Cookie: x=1'",
        "'Expect: 200-nonsense'",
        "'Bad Header: x'"
    })
    void brokenHeadersEndInNoFaultOfTheService(String header) throws IOException {
        String request =
                "POST /v1/subjects HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header + "\r\n\r\nabc";

        String answer = RawHttp.send(request.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(answer).doesNotStartWith("HTTP/1.1 5").doesNotContain("Set-Cookie");
        assertThat(Inside.sign(answer)).as(answer).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"base64", "quoted-printable"})
    void aPartWhoseTransferEncodingIsBrokenIsMalformed(String encoding) {
        byte[] body = ("--x\r\nContent-Disposition: form-data; name=\"name\"\r\nContent-Transfer-Encoding: " + encoding
                        + "\r\n\r\n=a=%%\r\n--x--\r\n")
                .getBytes(StandardCharsets.US_ASCII);

        int status = given().contentType("multipart/form-data; boundary=x")
                .body(body)
                .post("/v1/subjects")
                .statusCode();

        assertThat(status).isIn(400, 422);
    }

    @Test
    void aPartWithoutANameIsNamedAsFault() {
        byte[] body = "--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII);

        problem(given().contentType("multipart/form-data; boundary=x").body(body), 422, "picture-set-invalid")
                .body("violations.message", hasItem("is no field"));
    }

    /** There is no allow-list, because nothing is ever fetched: pictures come as bytes only. */
    @Test
    void nothingIsFetchedWhateverPicturesAndTextsReferTo() throws IOException {
        try (ServerSocket bait = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + bait.getLocalPort() + "/a.png";
            String svg = "<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY x SYSTEM \"" + url + "\">]>"
                    + "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">"
                    + "<image xlink:href=\"" + url + "\"/>&x;</svg>";
            problem(given().multiPart("images", url).multiPart("class_noun", url), 422, "picture-set-invalid");
            problem(
                    given().multiPart("images", "a.svg", svg.getBytes(StandardCharsets.UTF_8))
                            .multiPart("class_noun", "dog"),
                    422,
                    "picture-set-invalid");
            given().multiPart("images", url, TestImages.referring(url))
                    .multiPart("images", "b.jpg", TestImages.jpegReferring(url))
                    .multiPart("class_noun", "dog")
                    .multiPart("name", url)
                    .post("/v1/subjects")
                    .then()
                    .statusCode(202)
                    .body("pictureCount", equalTo(2));

            bait.setSoTimeout(500);
            assertThat(catchThrowable(bait::accept)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static byte[] form(String namePart, byte[] content) {
        byte[] head = ("--x\r\nContent-Disposition: form-data; name=\"class_noun\"\r\n\r\ndog\r\n"
                        + "--x\r\nContent-Disposition: form-data; name=\"" + namePart + "\"\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] tail = "\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + content.length + tail.length)
                .put(head)
                .put(content)
                .put(tail)
                .array();
    }
}
