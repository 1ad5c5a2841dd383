package dev.seckill.infra.embedded;

import dev.seckill.infra.tls.CertificateAuthority;
import java.util.Map;
import java.util.TreeMap;

/** Kafka's own properties for a client that comes in with a password over TLS. */
final class KafkaClient {

    private KafkaClient() {}

    /** In the order of their names. */
    static Map<String, Object> of(Account account, CertificateAuthority authority) {
        return new TreeMap<>(Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + account.name()
                        + "\" password=\"" + account.password() + "\";",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                authority.certificate().toString()));
    }
}
