package io.wavemesh.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.device.VisibleDevices.Choice;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VisibleDevicesTest {

    @Test
    void withoutTheVariableTheMachinesOrderCounts() {
        assertThat(VisibleDevices.choose(Optional.empty(), 2)).contains(new Choice(2, Optional.empty()));
    }

    @Test
    void theVariableRenumbers() {
        assertThat(VisibleDevices.choose(Optional.of("3, 1"), 1)).contains(new Choice(1, Optional.empty()));
        assertThat(VisibleDevices.choose(Optional.of("3,1"), 0)).contains(new Choice(3, Optional.empty()));
        assertThat(VisibleDevices.choose(Optional.of("GPU-8f,MIG-2"), 1)).contains(new Choice(0, Optional.of("MIG-2")));
    }

    @Test
    void whatFollowsAnEntryThatNamesNoGpuIsNotVisible() {
        assertThat(VisibleDevices.choose(Optional.of("0,2,-1,1"), 1)).contains(new Choice(2, Optional.empty()));
        assertThat(VisibleDevices.choose(Optional.of("0,2,-1,1"), 2)).isEmpty();
        assertThat(VisibleDevices.choose(Optional.of("0,2,-1,1"), 3)).isEmpty();
    }

    @Test
    void whatIsNotVisibleIsNone() {
        assertThat(VisibleDevices.choose(Optional.of("0"), 1)).isEmpty();
        assertThat(VisibleDevices.choose(Optional.of(""), 0)).isEmpty();
        assertThat(VisibleDevices.choose(Optional.of("-1"), 0)).isEmpty();
    }
}
