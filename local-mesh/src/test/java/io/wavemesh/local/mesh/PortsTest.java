package io.wavemesh.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void choosesDifferentFreePorts() {
        Ports ports = Ports.ANY.resolved();

        assertThat(new int[] {ports.kafka(), ports.controller(), ports.ingest(), ports.trainer(), ports.inference()})
                .doesNotHaveDuplicates()
                .doesNotContain(0);
    }

    @Test
    void keepsTheWantedPorts() {
        int free = Ports.ANY.resolved().ingest();

        assertThat(new Ports(0, 0, free, 0, 0).resolved().ingest()).isEqualTo(free);
    }

    @Test
    void namesAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports wanted = new Ports(taken.getLocalPort(), 0, 0, 0, 0);

            assertThatThrownBy(wanted::resolved)
                    .isInstanceOf(MeshException.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }
}
