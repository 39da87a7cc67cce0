package io.wavemesh.tests.harness;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Stands between clients and a broker and can hold back requests of one kind and client, as a network that stalls: a
 * process that sends such a request stands exactly there. The broker must advertise {@link #port()}.
 */
public final class KafkaProxy implements AutoCloseable {
    private static final int MOST_BYTES = 64 << 20;

    private final ServerSocket listener;
    private final int broker;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private Optional<Hold> hold = Optional.empty();
    private int held;

    private record Hold(ApiKeys kind, String client) {
        boolean holds(byte[] request) {
            ByteBuffer header = ByteBuffer.wrap(request);
            if (header.getShort() != kind.id) {
                return false;
            }
            header.position(8);
            byte[] id = new byte[Math.max(0, header.getShort())];
            header.get(id);
            return new String(id, StandardCharsets.UTF_8).startsWith(client);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Listens on a free port, for a broker that need not run yet. */
    public KafkaProxy(int brokerPort) {
        this.broker = brokerPort;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    /** Where clients connect. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Holds back requests of this kind of clients whose id begins so, from now on. */
    public synchronized void hold(ApiKeys kind, String clientPrefix) {
        hold = Optional.of(new Hold(kind, clientPrefix));
        held = 0;
    }

    /** Requests that are held back now, or were before their client died. */
    public synchronized int held() {
        return held;
    }

    /** Lets everything through again; what was held back is lost with its connection. */
    public synchronized void release() {
        hold = Optional.empty();
        notifyAll();
    }

    @Override
    public void close() throws IOException {
        release();
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            sockets.add(client);
            try {
                Socket server = new Socket(InetAddress.getLoopbackAddress(), broker);
                sockets.add(server);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                thread(() -> pass(client, server, this::requests));
                thread(() ->
                        pass(server, client, (from, to) -> from.getInputStream().transferTo(to.getOutputStream())));
            } catch (IOException brokerAway) {
                client.close();
            }
        }
    }

    private interface Direction {
        void copy(Socket from, Socket to) throws IOException;
    }

    private void pass(Socket from, Socket to, Direction direction) throws IOException {
        try (from;
                to) {
            direction.copy(from, to);
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void requests(Socket from, Socket to) throws IOException {
        DataInputStream in = new DataInputStream(from.getInputStream());
        DataOutputStream out = new DataOutputStream(to.getOutputStream());
        while (true) {
            int length = in.readInt();
            if (length < 10 || length > MOST_BYTES) {
                throw new IOException("not Kafka's protocol");
            }
            byte[] request = in.readNBytes(length);
            letThrough(request);
            out.writeInt(length);
            out.write(request);
            out.flush();
        }
    }

    private synchronized void letThrough(byte[] request) throws IOException {
        if (hold.filter(now -> now.holds(request)).isEmpty()) {
            return;
        }
        held++;
        while (hold.isPresent()) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        throw new IOException("lost while it was held back");
    }

    private static void thread(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // the other side is gone, as sockets are
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
