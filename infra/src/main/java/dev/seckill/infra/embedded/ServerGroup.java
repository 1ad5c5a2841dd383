package dev.seckill.infra.embedded;

import dev.seckill.infra.Server;
import dev.seckill.infra.process.ChildServer;
import java.util.List;
import java.util.function.Consumer;

/** All processes of a cluster as one server, such as all nodes of Redis: what happens to it happens to each of them. */
final class ServerGroup implements Server {

    private final List<ChildServer> nodes;
    private final Runnable start;

    /**
     * A group.
     *
     * @param start starts those that do not run and makes all of them a cluster
     */
    ServerGroup(List<ChildServer> nodes, Runnable start) {
        this.nodes = List.copyOf(nodes);
        this.start = start;
    }

    /** Starts those that do not run; returns when all are one cluster again. */
    @Override
    public void start() {
        if (isRunning()) {
            throw new IllegalStateException(name() + " is running already");
        }
        start.run();
    }

    @Override
    public void stop() {
        SideBySide.stop(nodes);
    }

    @Override
    public void kill() {
        nodes.forEach(ChildServer::kill);
    }

    @Override
    public void freeze() {
        forEachThatRuns(ChildServer::freeze);
    }

    @Override
    public void thaw() {
        forEachThatRuns(ChildServer::thaw);
    }

    private void forEachThatRuns(Consumer<ChildServer> action) {
        List<ChildServer> running = nodes.stream().filter(Server::isRunning).toList();
        if (running.isEmpty()) {
            throw new IllegalStateException(name() + " is not running");
        }
        running.forEach(action);
    }

    @Override
    public void wipe() {
        if (nodes.stream().anyMatch(Server::isRunning)) {
            throw new IllegalStateException(name() + " is running; stop it before its data is deleted");
        }
        nodes.forEach(ChildServer::wipe);
    }

    /** Whether each of them exists. */
    @Override
    public boolean isRunning() {
        return nodes.stream().allMatch(Server::isRunning);
    }

    /** The port of the first. */
    @Override
    public int port() {
        return nodes.get(0).port();
    }

    private String name() {
        return nodes.get(0).name().replaceFirst("-[0-9]+$", "");
    }
}
