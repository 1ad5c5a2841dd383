package dev.seckill.infra.embedded;

import dev.seckill.infra.process.Ports;
import dev.seckill.infra.process.Program;
import java.nio.file.Path;

/**
 * Servers that let in only whom they know, over TLS.
 *
 * @param plain the same without
 * @param access who that is
 */
record SecurePrograms(PlainPrograms plain, StackAccess access) implements StackPrograms {

    @Override
    public Program redis(Path data, int port) {
        RedisProgram redis = new RedisProgram(
                plain.servers().redis(), data, port, plain.config().redisFsync());
        return new SecureRedisProgram(redis, access.serverKeys(), access.redisUsers(), access.redisOperator());
    }

    @Override
    public Program kafka(Path data, int port, Ports ports) {
        KafkaProgram kafka = new KafkaProgram(
                plain.servers(), data, port, ports, plain.config().brief());
        return new SecureKafkaProgram(kafka, access.serverKeys(), access.insideKafkaKeys(), access.kafkaDoors(), ports);
    }

    @Override
    public Program mysql(Path data, int port) {
        MySqlProgram mysql =
                new MySqlProgram(plain.servers(), data, port, plain.config().brief());
        return new SecureMySqlProgram(mysql, access.mysqlKeys(), access.mysqlUsers());
    }
}
