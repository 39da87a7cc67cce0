package io.wavemesh.store.s3;

import io.wavemesh.contracts.store.ObjectKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the objects are and how the server is spoken to. Credentials are found as the SDK does: system properties,
 * environment, profile files, container, instance.
 *
 * @param bucket name of a bucket that is there
 * @param prefix put before every key: empty, or a key with a slash behind it, 256 characters at most
 * @param region such as eu-central-1; absent takes the environment's, or us-east-1 at an endpoint of one's own
 * @param endpoint http or https address of another server than Amazon's
 * @param pathStyle whether the bucket is named in the path instead of the host
 * @param caCertificates PEM file of the authorities that may vouch for the server; absent takes the platform's
 * @param encryption by the server; absent leaves it to the bucket
 * @param limits of time and number
 */
public record S3Settings(
        String bucket,
        String prefix,
        Optional<String> region,
        Optional<URI> endpoint,
        boolean pathStyle,
        Optional<Path> caCertificates,
        Optional<Encryption> encryption,
        Limits limits) {
    private static final int MAX_PREFIX = 256;
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");

    /** Throws {@link IllegalArgumentException} with one line that says what is wrong. */
    public S3Settings {
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException("the bucket must have 3 to 63 characters of a-z 0-9 . and -");
        }
        if (prefix.length() > MAX_PREFIX) {
            throw new IllegalArgumentException("the prefix must have at most " + MAX_PREFIX + " characters");
        }
        if (!prefix.isEmpty()) {
            ObjectKey.checkPrefix(prefix);
        }
        if (region.filter(name -> !REGION.matcher(name).matches()).isPresent()) {
            throw new IllegalArgumentException("the region has a form that is not allowed");
        }
        endpoint.ifPresent(S3Settings::checkEndpoint);
        if (caCertificates.isPresent()
                && endpoint.filter(uri -> uri.getScheme().equals("http")).isPresent()) {
            throw new IllegalArgumentException("CA certificates need an https endpoint");
        }
    }

    private static void checkEndpoint(URI endpoint) {
        boolean web = endpoint.getHost() != null
                && ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()));
        boolean bare = web
                && endpoint.getRawUserInfo() == null
                && endpoint.getRawQuery() == null
                && endpoint.getRawFragment() == null
                && (endpoint.getRawPath().isEmpty() || endpoint.getRawPath().equals("/"));
        if (!bare) {
            throw new IllegalArgumentException("the endpoint must be http://host:port or https://host:port");
        }
    }

    /**
     * Limits of a call.
     *
     * @param connect to connect
     * @param read between two pieces of an answer
     * @param attempt one attempt, its content included
     * @param call all attempts and the pauses between them
     * @param attempts 1 to 10
     */
    public record Limits(Duration connect, Duration read, Duration attempt, Duration call, int attempts) {
        /** 5 s, 20 s, 2 min, 5 min and three attempts. */
        public static final Limits DEFAULT = new Limits(
                Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofMinutes(2), Duration.ofMinutes(5), 3);

        /** Throws {@link IllegalArgumentException} for a time that is not positive or another number of attempts. */
        public Limits {
            for (Duration time : new Duration[] {connect, read, attempt, call}) {
                if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(Duration.ofDays(1)) > 0) {
                    throw new IllegalArgumentException("time limits must be between 1 ms and 1 day");
                }
            }
            if (attempts < 1 || attempts > 10) {
                throw new IllegalArgumentException("attempts must be between 1 and 10");
            }
        }
    }
}
