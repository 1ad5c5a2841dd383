package dev.seckill.infra.embedded;

import dev.seckill.infra.process.Ports;
import dev.seckill.infra.process.Program;
import java.nio.file.Path;

/** Servers that let in everybody on this machine. */
record PlainPrograms(ServersFolder servers, StackConfig config) implements StackPrograms {

    @Override
    public Program redis(Path data, int port) {
        return new RedisProgram(servers.redis(), data, port, config.redisFsync());
    }

    @Override
    public Program kafka(Path data, int port, Ports ports) {
        return new KafkaProgram(servers, data, port, ports, config.brief());
    }

    @Override
    public Program mysql(Path data, int port) {
        return MariaDbProgram.named()
                .<Program>map(executable -> new MariaDbProgram(executable, data, port))
                .orElseGet(() -> new MySqlProgram(servers, data, port, config.brief()));
    }
}
