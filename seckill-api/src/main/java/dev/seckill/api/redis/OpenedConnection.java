package dev.seckill.api.redis;

import dev.seckill.model.log.Reason;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A connection that is made, and what its server told of itself.
 *
 * @param version that of the masters before it was made
 */
record OpenedConnection(
        Connection connection, HostAndPort at, RedisLink.Identity identity, Set<StoreRisk> risks, long version) {

    private static final Logger log = LoggerFactory.getLogger(OpenedConnection.class);

    /**
     * Makes one, on any thread.
     *
     * @param version that of the masters before the address was asked for
     * @throws JedisException if the server does not answer within the timeout, or is no master
     */
    static OpenedConnection to(HostAndPort at, RedisNodes nodes, long version) {
        Connection opened = null;
        try {
            opened = new Connection(at, nodes.clientConfig());
            opened.sendCommand(Command.CLIENT, "ID");
            opened.sendCommand(Command.INFO, "server");
            opened.sendCommand(Command.INFO, "memory");
            opened.sendCommand(Command.INFO, "persistence");
            boolean mayChange = nodes.mayChange();
            if (mayChange) {
                opened.sendCommand(Command.INFO, "replication");
            }
            List<Object> replies = replies(opened, mayChange ? 5 : 4);
            RedisLink.Identity process = process((Long) replies.get(0), RedisReply.text(replies.get(1)));
            Set<StoreRisk> risks = StoreRisks.in(RedisReply.text(replies.get(2)), RedisReply.text(replies.get(3)));
            if (!mayChange) {
                return new OpenedConnection(opened, at, process, risks, version);
            }
            String replication = RedisReply.text(replies.get(4));
            if (!field(replication, "role").equals("master")) {
                throw new JedisConnectionException(at + " is no master");
            }
            return new OpenedConnection(opened, at, asMaster(process, replication), risks, version);
        } catch (JedisException e) {
            if (opened != null) {
                close(opened);
            }
            throw nodes.settings().isShownNothing() && isCutOff(e)
                    ? new JedisConnectionException(
                            "TLS: the server ended the connection as it began, perhaps because it wants a certificate of"
                                    + " the client",
                            e)
                    : e;
        }
    }

    /** With TLS 1.3 a server looks for a certificate when the client may write already, which then often hears no reason. */
    private static boolean isCutOff(JedisException failure) {
        Throwable cause = failure;
        while (cause != null) {
            boolean isBroken = cause instanceof SocketException && !(cause instanceof ConnectException);
            if (isBroken || String.valueOf(cause.getMessage()).startsWith("Unexpected end of stream")) {
                return Reason.ofTls(failure).isEmpty();
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static RedisLink.Identity process(long clientId, String server) {
        return new RedisLink.Identity(
                field(server, "run_id"),
                clientId,
                Duration.ofSeconds(Long.parseLong(field(server, "uptime_in_seconds"))));
    }

    /**
     * A process that is made master again is another one to its sales: what it holds of them it has from another master, or has
     * missed. Its replication id is a new one then, and says so. It also gets a new one when its first replica comes, which changes
     * nothing; so that of a process which was never a replica says nothing. How long it has run says nothing once it was one.
     *
     * @param replication INFO replication
     */
    static RedisLink.Identity asMaster(RedisLink.Identity process, String replication) {
        boolean wasReplica = !field(replication, "second_repl_offset").equals("-1");
        return wasReplica
                ? new RedisLink.Identity(
                        process.runId() + "-" + field(replication, "master_replid"), process.clientId(), Duration.ZERO)
                : process;
    }

    /** @throws redis.clients.jedis.exceptions.JedisDataException the first error among them, after all were read */
    static List<Object> replies(Connection connection, int count) {
        List<Object> replies = connection.getMany(count);
        RedisReply.requireNoError(replies);
        return replies;
    }

    /** Closes it, whatever is on its way. */
    static void close(Connection connection) {
        try {
            connection.setBroken();
            connection.disconnect();
        } catch (JedisException e) {
            log.debug("redis - disconnecting a broken connection failed", e);
        }
    }

    private static String field(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new JedisException("INFO does not tell " + name));
    }
}
