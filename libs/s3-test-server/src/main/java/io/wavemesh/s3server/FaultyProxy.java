package io.wavemesh.s3server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a server of plain HTTP and brings faults. Safe for threads. */
public final class FaultyProxy implements AutoCloseable {
    private static final int SLOW_SECONDS = 5;
    private static final Set<String> OF_A_CONNECTION = Set.of(
            "host", "connection", "content-length", "expect", "upgrade", "transfer-encoding", "keep-alive", "date");

    /** Metadata that the mesh's objects have. */
    private static final String OF_AN_OBJECT = "x-amz-meta-sha256";

    private final URI target;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "faulty-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private Fault fault = Fault.NONE;
    private int times;

    private FaultyProxy(URI target, HttpServer server) {
        this.target = target;
        this.server = server;
    }

    /** A proxy on the loopback address that hands everything on. */
    public static FaultyProxy before(URI target) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FaultyProxy proxy = new FaultyProxy(target, server);
        server.setExecutor(proxy.threads);
        server.createContext("/", proxy::serve);
        server.start();
        return proxy;
    }

    /** Where it listens. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Has a fault from now on. */
    public void fault(Fault now) {
        fault(now, Integer.MAX_VALUE);
    }

    /** Has a fault for so many requests as it hits. */
    public synchronized void fault(Fault now, int requestCount) {
        fault = now;
        times = requestCount;
    }

    /** Requests that came so far. */
    public int requests() {
        return requests.get();
    }

    /** Ends at once what it is at. */
    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private synchronized boolean hits(Fault one) {
        if (fault != one || times == 0) {
            return false;
        }
        times--;
        return true;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (hits(Fault.THROTTLED)) {
                answer(exchange, 503, "SlowDown");
            } else if (exchange.getRequestMethod().equals("PUT") && hits(Fault.FULL)) {
                answer(exchange, 507, "InsufficientStorage");
            } else if (!hits(Fault.AWAY) && !(hits(Fault.SLOW) && end.await(SLOW_SECONDS, TimeUnit.SECONDS))) {
                handOn(exchange, body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handOn(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        URI asked = exchange.getRequestURI();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target + asked.toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_A_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        answer.headers().map().forEach((name, values) -> {
            if (!OF_A_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, List.copyOf(values));
            }
        });
        byte[] content = answer.body();
        boolean isObject =
                content.length > 0 && answer.headers().firstValue(OF_AN_OBJECT).isPresent();
        if (isObject && hits(Fault.ALTERED)) {
            content[content.length / 2] ^= 1;
        }
        send(
                exchange,
                answer.statusCode(),
                content,
                isObject && hits(Fault.TORN) ? content.length / 2 : content.length);
    }

    private static void send(HttpExchange exchange, int status, byte[] content, int sent) throws IOException {
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        if (content.length == 0) {
            return;
        }
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(content, 0, sent);
            out.flush();
        }
    }

    private static void answer(HttpExchange exchange, int status, String code) throws IOException {
        byte[] body = ("<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
        send(exchange, status, body, body.length);
    }
}
