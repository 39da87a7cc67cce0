package io.wavemesh.ingest.resource;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshResource.class)
class UploadsIT extends MeshCase {
    private static final int PLACES = 16;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TestHTTPResource
    URI address;

    @Test
    void uploadsBeyondThePlacesAreSentAwayAndAPlaceIsFreeOnceAClientHasGone() throws Exception {
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < PLACES; i++) {
                stalled.add(stalledUpload());
            }
            await(429);

            problem(picture().multiPart("class_noun", "dog"), 429, "too-many-uploads")
                    .header("Retry-After", equalTo("5"));
            get("/v1/subjects").then().statusCode(200);
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }

        await(202);
    }

    /** A request whose body does not come. */
    private Socket stalledUpload() throws IOException {
        Socket socket = new Socket(address.getHost(), address.getPort());
        OutputStream out = socket.getOutputStream();
        out.write(("POST /v1/subjects HTTP/1.1\r\nHost: ingest\r\nContent-Length: 100000\r\n"
                        + "Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }

    private static void await(int status) {
        long begin = System.nanoTime();
        int last;
        do {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            last = picture().multiPart("class_noun", "dog").post("/v1/subjects").statusCode();
            assertThat(System.nanoTime() - begin)
                    .as("time until " + status + ", last " + last)
                    .isLessThan(LIMIT.toNanos());
        } while (last != status);
    }
}
