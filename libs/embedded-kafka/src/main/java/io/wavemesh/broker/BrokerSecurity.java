package io.wavemesh.broker;

import java.nio.file.Path;

/**
 * Clients must come by TLS and SCRAM and may do what ACLs allow (Kafka's standard authorizer). Beside that a listener in
 * plain text, on the loopback address, serves the brokers themselves and the owner, who may do everything.
 *
 * @param internalPort of that listener
 * @param keyStore PKCS12, the broker's key and certificate
 * @param trustStore PKCS12, whom the broker believes; clients that have a certificate must have one of these
 * @param password of both
 * @param needsClientCertificate whether clients must show a certificate too
 */
public record BrokerSecurity(
        int internalPort, Path keyStore, Path trustStore, String password, boolean needsClientCertificate) {
    /** On a free port, with certificates made for this. */
    public static BrokerSecurity with(Certificates certificates) {
        return new BrokerSecurity(
                BrokerSettings.freePorts(1)[0],
                certificates.keyStore("broker"),
                certificates.trustStore(),
                Certificates.PASSWORD,
                false);
    }

    /** Clients must show a certificate. */
    public BrokerSecurity needingClientCertificate() {
        return new BrokerSecurity(internalPort, keyStore, trustStore, password, true);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "BrokerSecurity[" + internalPort + ", " + keyStore + "]";
    }
}
