package io.wavemesh.testkit.access;

import com.sun.net.httpserver.HttpServer;
import io.wavemesh.contracts.MessageJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An OpenID Connect issuer on a loopback port: tells its keys over HTTP, and makes the tokens that a test wants, good and bad.
 */
public final class TokenIssuer implements AutoCloseable {
    private final KeyPair others = newKeys();
    private KeyPair keys = newKeys();
    private int keyNumber = 1;
    private HttpServer server;
    private int port;

    private TokenIssuer() {}

    /** Starts an issuer. */
    public static TokenIssuer start() {
        TokenIssuer issuer = new TokenIssuer();
        issuer.comeBack();
        return issuer;
    }

    /** Its name, and where to reach it. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Stops to answer, and closes its connections; still makes tokens. */
    public void leave() {
        server.stop(0);
    }

    /** Answers again, at the same address. */
    public void comeBack() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = server.getAddress().getPort();
        serve("/.well-known/openid-configuration", discovery());
        serve("/jwks", Map.of("keys", List.of(jwk())));
        server.start();
    }

    /** Signs with a new key from now on; tells it when it has come back. */
    public void changeKeys() {
        keys = newKeys();
        keyNumber++;
    }

    /** Claims of a good token, to be changed. */
    public Map<String, Object> claims(String subject, String audience, String scope) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new HashMap<>();
        claims.put("iss", url());
        claims.put("sub", subject);
        claims.put("aud", audience);
        claims.put("scope", scope);
        claims.put("iat", now);
        claims.put("exp", now + Duration.ofMinutes(5).toSeconds());
        return claims;
    }

    /** A token as the issuer signs it. */
    public String token(Map<String, Object> claims) {
        return signed(claims, keys);
    }

    /** A token that names the issuer's key, but is signed with another. */
    public String forged(Map<String, Object> claims) {
        return signed(claims, others);
    }

    /** A token that says it needs no signature. */
    public String unsigned(Map<String, Object> claims) {
        return part(Map.of("alg", "none")) + "." + part(claims) + ".";
    }

    /** A token whose signature is left out. */
    public String withoutSignature(Map<String, Object> claims) {
        String token = token(claims);
        return token.substring(0, token.lastIndexOf('.') + 1);
    }

    /** A token of which somebody made a secret out of the issuer's public key. */
    public String signedWithPublicKey(Map<String, Object> claims) {
        String text = part(Map.of("alg", "HS256", "kid", keyId())) + "." + part(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keys.getPublic().getEncoded(), "HmacSHA256"));
            return text + "." + base64(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private Map<String, Object> discovery() {
        return Map.of("issuer", url(), "jwks_uri", url() + "/jwks", "token_endpoint", url() + "/token");
    }

    private Map<String, Object> jwk() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return Map.of(
                "kty",
                "RSA",
                "use",
                "sig",
                "alg",
                "RS256",
                "kid",
                keyId(),
                "n",
                base64(key.getModulus()),
                "e",
                base64(key.getPublicExponent()));
    }

    private void serve(String path, Map<String, Object> json) {
        byte[] body = MessageJson.encodeValue(json);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private String keyId() {
        return "key-" + keyNumber;
    }

    private String signed(Map<String, Object> claims, KeyPair keys) {
        String text = part(Map.of("alg", "RS256", "typ", "JWT", "kid", keyId())) + "." + part(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(Map<String, Object> json) {
        return base64(MessageJson.encodeValue(json));
    }

    private static String base64(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return base64(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
