package dev.seckill.api.redis;

import dev.seckill.model.SaleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/**
 * Asks a Redis whether it would take the commands of a sale, and changes nothing. Redis looks at rights, memory and replicas
 * already when a command is queued in a transaction, so each is queued in one that is given up. Unlike {@code ACL DRYRUN}, that
 * works in every version, without any right that the API does not have anyway.
 */
final class CommandProbe {

    /** Of EXEC, behind the word EXECABORT. */
    private static final String NO_RIGHT = "NOPERM";
    /** Of another node: of a slot that is not there, rights are told all the same. */
    private static final List<String> ELSEWHERE = List.of("MOVED ", "ASK ", "CLUSTERDOWN ");

    private final Connection connection;
    private final SaleId sale;
    private final List<String> lacking = new ArrayList<>();
    private String refusal;

    CommandProbe(Connection connection, SaleId sale) {
        this.connection = connection;
        this.sale = sale;
    }

    /** Asks. */
    void run(boolean cluster, boolean replicas) {
        NeededCommand.atOnce(cluster, replicas).forEach(command -> {
            command.send(connection, sale);
            note(command.name(), connection.getMany(1).get(0));
        });
        if (!isDone(Command.MULTI)) {
            return;
        }
        isDone(Command.EXEC); // without the right to it, the transaction is given up as well
        if (isDone(Command.MULTI)) {
            List<NeededCommand> queued = NeededCommand.queued();
            queued.forEach(command -> command.send(connection, sale));
            connection.sendCommand(Command.DISCARD);
            List<Object> replies = connection.getMany(queued.size() + 1);
            for (int i = 0; i < queued.size(); i++) {
                note(queued.get(i).name(), replies.get(i));
            }
            note("discard", replies.get(queued.size()));
        }
    }

    /** Nothing may follow a MULTI that was not taken: it would be done at once. */
    private boolean isDone(Command command) {
        connection.sendCommand(command);
        Object reply = connection.getMany(1).get(0);
        note(command.name().toLowerCase(Locale.ROOT), reply);
        return !(reply instanceof Exception);
    }

    private void note(String command, Object reply) {
        if (!(reply instanceof Exception failure)) {
            return;
        }
        String reason = String.valueOf(failure.getMessage());
        if (reason.contains(NO_RIGHT)) {
            lacking.add(command);
        } else if (refusal == null && ELSEWHERE.stream().noneMatch(reason::startsWith)) {
            refusal = command + ": " + reason;
        }
    }

    /** The commands that the user may not send. */
    List<String> lacking() {
        return lacking;
    }

    /** Why another one would be refused; null if none would. */
    String refusal() {
        return refusal;
    }
}
