package io.wavemesh.benchmarks.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetTest {
    @Test
    void withoutALimitEverythingFits() {
        Budget budget = new Budget(0);
        budget.part(() -> {});

        assertThat(budget.allowsAnother()).isTrue();
    }

    @Test
    void aPartAsLongAsTheLongestMustFit() {
        Budget budget = new Budget(1e-9);

        assertThat(budget.allowsAnother()).isFalse();
        assertThat(new Budget(3600).allowsAnother()).isTrue();
    }
}
