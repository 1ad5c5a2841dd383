package dev.seckill.infra.embedded;

import dev.seckill.infra.process.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * MySQL that speaks TLS only. MySQL 8.0.15 knows no TLS newer than 1.2.
 *
 * @param plain the same without
 * @param users makes the users and gives them their rights, at each start, before anybody is let in
 */
record SecureMySqlProgram(MySqlProgram plain, ServerKeys keys, Path users) implements Program {

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

    @Override
    public List<String> command() {
        List<String> command = new ArrayList<>(plain.command());
        command.addAll(List.of(
                "--require-secure-transport=ON",
                "--tls-version=TLSv1.2",
                "--ssl-ca=" + keys.authority(),
                "--ssl-cert=" + keys.certificate().certificate(),
                "--ssl-key=" + keys.certificate().key(),
                "--init-file=" + users));
        return command;
    }

    /** Its greeting comes before TLS does. */
    @Override
    public boolean answers() throws IOException {
        return plain.answers();
    }
}
