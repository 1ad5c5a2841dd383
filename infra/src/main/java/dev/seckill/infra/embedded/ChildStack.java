package dev.seckill.infra.embedded;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.process.ChildServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Servers that are child processes of this JVM, one or many of each kind. */
public interface ChildStack extends ServerStack {

    /** Each process, in the order in which they are told to people. */
    List<ChildServer> servers();

    /** The process ids by name, for those who measure what they use. */
    default Map<String, Long> pids() {
        return servers().stream().collect(Collectors.toMap(ChildServer::name, ChildServer::pid));
    }
}
