package io.wavemesh.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.ClientId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerTest {
    private static final Optional<ClientId> ANN = Optional.of(new ClientId("ann"));
    private static final Optional<ClientId> BOB = Optional.of(new ClientId("bob"));

    @Test
    void seesItsOwnAlone() {
        Caller ann = Caller.of(ANN.get(), Set.of(Scope.SUBJECTS_READ));

        assertThat(ann.sees(ANN)).isTrue();
        assertThat(ann.sees(BOB)).isFalse();
        assertThat(ann.sees(Optional.empty())).isFalse();
    }

    @Test
    void mayEverythingAsAdmin() {
        Caller root = Caller.of(BOB.get(), Set.of(Scope.ADMIN));

        assertThat(root.scopes()).containsExactly(Scope.values());
        assertThat(root.sees(ANN)).isTrue();
        assertThat(root.sees(Optional.empty())).isTrue();
    }

    @Test
    void ownersOfMessagesUseWhatIsTheirsAndNobodysOnlyWithoutOwner() {
        assertThat(Caller.owner(ANN).sees(ANN)).isTrue();
        assertThat(Caller.owner(ANN).sees(Optional.empty())).isFalse();
        assertThat(Caller.owner(Optional.empty()).sees(Optional.empty())).isTrue();
        assertThat(Caller.owner(Optional.empty()).sees(ANN)).isFalse();
        assertThat(Caller.anybody().sees(ANN)).isTrue();
    }

    @Test
    void namesOfTokensNeverMeetEachOtherNorThoseOfKeys() {
        List<ClientId> names = List.of(
                TokenClient.of("ann"),
                TokenClient.of("auth0|ann"),
                TokenClient.of("auth0|bob"),
                TokenClient.of("x".repeat(59)),
                TokenClient.of("x".repeat(60)),
                TokenClient.of("-x"),
                new ClientId("ann"));

        assertThat(names).doesNotHaveDuplicates();
        assertThat(TokenClient.of("ann")).isEqualTo(new ClientId("oidc.ann"));
        assertThat(names.subList(0, 6)).allMatch(TokenClient::isTokens);
    }
}
