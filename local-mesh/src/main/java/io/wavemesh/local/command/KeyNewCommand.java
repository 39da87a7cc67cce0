package io.wavemesh.local.command;

import io.wavemesh.access.ApiKey;
import io.wavemesh.access.KeyEntry;
import io.wavemesh.access.Scope;
import io.wavemesh.contracts.ClientId;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./wavemesh key new}: a key for a client, and the line that lets it in. */
@Command(
        name = "new",
        description = {
            "Makes an API key of 256 random bits and prints two lines: the key, which is shown only now and goes to the",
            "client, and the line for the services' key file (access.keys.file), which holds nothing to keep secret."
        },
        footer = {
            "",
            "Scopes: subjects:write, subjects:read, images:generate, adapters:read, admin (everything, of every client).",
            "",
            "Example:",
            "  ./wavemesh key new --client acme --scope subjects:write --scope subjects:read"
        })
final class KeyNewCommand extends VerboseCommand {
    @Option(
            names = "--client",
            required = true,
            paramLabel = "NAME",
            description =
                    "Whose key it is; what the client makes belongs to this name. A client may have several keys.")
    private String client;

    @Option(
            names = "--scope",
            required = true,
            paramLabel = "SCOPE",
            split = ",",
            description = "What the key may do; several times, or joined by commas.")
    private List<String> scopes;

    @Override
    public Integer call() {
        Set<Scope> allowed = EnumSet.noneOf(Scope.class);
        scopes.forEach(word ->
                allowed.add(Scope.of(word).orElseThrow(() -> refusal("--scope must be one of " + Scope.words()))));
        ApiKey key = ApiKey.random(new SecureRandom());
        KeyEntry entry = KeyEntry.of(key, new ClientId(client), allowed);
        out().println(key.secretText());
        out().println(entry.line());
        return 0;
    }
}
