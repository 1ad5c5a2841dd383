package dev.seckill.infra.embedded;

import dev.seckill.infra.process.Ports;
import dev.seckill.infra.process.Program;
import dev.seckill.infra.tls.CertificateAuthority;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A Kafka node that lets clients in with a password over TLS only, and lets each do only what a rule allows. The node itself,
 * and whoever sets it up, comes in by its certificate, on a listener of its own. It answers once its users and rules are there.
 */
final class SecureKafkaProgram implements Program {

    /** What all certificates of {@link CertificateAuthority#server} have for a name, as Kafka writes it. */
    private static final String NODE = "User:CN=localhost";

    private final KafkaProgram plain;
    private final ServerKeys keys;
    private final ServerKeys insideKeys;
    private final KafkaDoors doors;
    private final int insidePort;
    private final int controllerPort;
    private boolean isSetUp;

    /**
     * One node.
     *
     * @param keys what clients see
     * @param insideKeys the node's own, signed by a CA of its own: whoever has them may do everything
     * @param doors who else may come in, and do what
     * @param ports gives those on which the node's certificate is asked for
     */
    SecureKafkaProgram(KafkaProgram plain, ServerKeys keys, ServerKeys insideKeys, KafkaDoors doors, Ports ports) {
        this.plain = plain;
        this.keys = keys;
        this.insideKeys = insideKeys;
        this.doors = doors;
        this.insidePort = ports.free();
        this.controllerPort = ports.free();
    }

    @Override
    public String name() {
        return plain.name();
    }

    @Override
    public int port() {
        return plain.port();
    }

    @Override
    public void wipe() throws IOException {
        plain.wipe();
    }

    /** Of two settings of one name Kafka takes the last. */
    @Override
    public void prepare() throws IOException {
        plain.prepare();
        Files.writeString(
                KafkaFiles.file(plain.data()), "\n" + PropertiesText.of(settings()), StandardOpenOption.APPEND);
        isSetUp = false;
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put(
                "listeners",
                String.format(
                        Locale.ROOT,
                        "CLIENTS://127.0.0.1:%d,INSIDE://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d",
                        port(),
                        insidePort,
                        controllerPort));
        settings.put(
                "advertised.listeners",
                String.format(Locale.ROOT, "CLIENTS://127.0.0.1:%d,INSIDE://127.0.0.1:%d", port(), insidePort));
        settings.put("listener.security.protocol.map", "CLIENTS:SASL_SSL,INSIDE:SSL,CONTROLLER:SSL");
        settings.put("inter.broker.listener.name", "INSIDE");
        settings.put("listener.name.clients.sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put(
                "listener.name.clients.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.putAll(tls("listener.name.clients.", keys));
        for (String listener : List.of("listener.name.inside.", "listener.name.controller.")) {
            settings.put(listener + "ssl.client.auth", "required");
            settings.putAll(tls(listener, insideKeys));
        }
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("allow.everyone.if.no.acl.found", false);
        settings.put("super.users", NODE + ";User:" + doors.operator().name());
        return settings;
    }

    private static Map<String, Object> tls(String prefix, ServerKeys keys) {
        return Map.of(
                prefix + "ssl.keystore.type",
                "PEM",
                prefix + "ssl.keystore.location",
                keys.certificate().bundle().toString(),
                prefix + "ssl.truststore.type",
                "PEM",
                prefix + "ssl.truststore.location",
                keys.authority().toString());
    }

    @Override
    public List<String> command() {
        return plain.command();
    }

    @Override
    public Map<String, String> environment() {
        return plain.environment();
    }

    @Override
    public boolean answers() throws IOException {
        if (!Probe.ask(port(), keys.trust(), SecureKafkaProgram::versions)) {
            return false;
        }
        if (!isSetUp) {
            Map<String, Object> properties = new LinkedHashMap<>(tls("", insideKeys));
            properties.put("security.protocol", "SSL");
            properties.put("bootstrap.servers", "127.0.0.1:" + insidePort);
            doors.setUp(properties);
            isSetUp = true;
        }
        return true;
    }

    /** Asks which requests it knows, which it tells before it knows who asks. */
    private static boolean versions(DataOutputStream out, DataInputStream in) throws IOException {
        out.writeInt(10); // length of what follows
        out.writeShort(18); // ApiVersions
        out.writeShort(0); // version
        out.writeInt(1); // correlation id
        out.writeShort(-1); // no client id
        out.flush();
        in.readInt(); // length
        in.readInt(); // correlation id
        return in.readShort() == 0; // error
    }
}
