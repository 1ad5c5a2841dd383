package dev.seckill.infra.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.infra.process.Program;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Redis that speaks TLS only and knows only the users of a file.
 *
 * @param plain the same without
 * @param users as Redis reads them
 * @param probe one of them, who may PING
 */
record SecureRedisProgram(RedisProgram plain, ServerKeys keys, Path users, Account probe) implements Program {

    private static final byte[] PONG = "+OK\r\n+PONG\r\n".getBytes(US_ASCII);

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

    @Override
    public void prepare() throws IOException {
        plain.prepare();
    }

    /** Of two settings of one name Redis takes the last. */
    @Override
    public List<String> command() {
        List<String> command = new ArrayList<>(plain.command());
        command.addAll(List.of(
                "--port",
                "0",
                "--tls-port",
                Integer.toString(port()),
                "--tls-cert-file",
                keys.certificate().certificate().toString(),
                "--tls-key-file",
                keys.certificate().key().toString(),
                "--tls-ca-cert-file",
                keys.authority().toString(),
                "--tls-auth-clients",
                "no",
                "--aclfile",
                users.toString()));
        return command;
    }

    /** While it still reads its file, Redis answers with an error instead. */
    @Override
    public boolean answers() throws IOException {
        return Probe.ask(port(), keys.trust(), this::pong);
    }

    private boolean pong(DataOutputStream out, DataInputStream in) throws IOException {
        out.write(("AUTH " + probe.name() + " " + probe.password() + "\r\nPING\r\n").getBytes(US_ASCII));
        out.flush();
        return Arrays.equals(in.readNBytes(PONG.length), PONG);
    }
}
