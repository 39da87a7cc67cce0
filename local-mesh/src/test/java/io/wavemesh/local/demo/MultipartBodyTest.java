package io.wavemesh.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MultipartBodyTest {
    @Test
    void sendsFieldsAndFilesAsRfc7578Wants() throws Exception {
        MultipartBody body = new MultipartBody()
                .text("class_noun", "Blume ü")
                .file("images", "a\"\r\nb.jpg", "image/jpeg", new byte[] {1, 2, 3});

        String sent = echo(body);

        String boundary = body.contentType().substring(body.contentType().indexOf('=') + 1);
        assertThat(sent.split("--" + boundary, -1)).hasSize(4);
        assertThat(sent)
                .contains("name=\"class_noun\"\r\n", "\r\n\r\nBlume ü\r\n")
                .contains(
                        "name=\"images\"; filename=\"a___b.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n\u0001\u0002\u0003\r\n")
                .endsWith("--" + boundary + "--\r\n");
    }

    private static String echo(MultipartBody body) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/", exchange -> {
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            HttpRequest request = HttpRequest.newBuilder(address)
                    .header("Content-Type", body.contentType())
                    .POST(body.publisher())
                    .build();
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                    .body();
        } finally {
            server.stop(0);
        }
    }
}
