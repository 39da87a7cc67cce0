package io.wavemesh.store.s3;

import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * How the server encrypts what is stored.
 *
 * @param algorithm AES256 or aws:kms
 * @param keyId key of aws:kms; absent takes the account's own
 */
public record Encryption(String algorithm, Optional<String> keyId) {
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9:/_-]{1,2048}");

    /** Throws {@link IllegalArgumentException} for another algorithm, or a key that can't be one. */
    public Encryption {
        if (!algorithm.equals("AES256") && !algorithm.equals("aws:kms")) {
            throw new IllegalArgumentException("encryption must be AES256 or aws:kms");
        }
        if (keyId.isPresent() && !algorithm.equals("aws:kms")) {
            throw new IllegalArgumentException("a KMS key id needs the encryption aws:kms");
        }
        if (keyId.filter(id -> !KEY_ID.matcher(id).matches()).isPresent()) {
            throw new IllegalArgumentException("the KMS key id has a form that is not allowed");
        }
    }

    void apply(PutObjectRequest.Builder request) {
        request.serverSideEncryption(ServerSideEncryption.fromValue(algorithm));
        keyId.ifPresent(request::ssekmsKeyId);
    }
}
