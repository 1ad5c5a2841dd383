package dev.seckill.loadtest;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.embedded.EmbeddedCluster;
import dev.seckill.infra.embedded.EmbeddedStack;
import dev.seckill.infra.embedded.SecureStack;
import dev.seckill.infra.embedded.StackConfig;

/** What kind of servers a system of our own has. */
public enum ServerKind {
    /** They let in everybody on this machine. */
    OPEN {
        @Override
        public ServerStack start(StackConfig config) {
            return EmbeddedStack.start(config);
        }
    },
    /** They let in only whom they know, over TLS, with least rights; so do the programs. */
    SECURE {
        @Override
        public ServerStack start(StackConfig config) {
            SecureStack servers = SecureStack.start(config);
            servers.trustInThisJvm();
            return servers;
        }
    },
    /** A Redis Cluster of six nodes and three Kafka brokers. */
    CLUSTER {
        @Override
        public ServerStack start(StackConfig config) {
            return EmbeddedCluster.start(config);
        }
    };

    /** Starts them; returns when all answer. */
    public abstract ServerStack start(StackConfig config);

    /** By the options {@code --secure} and {@code --cluster}, of which one at most is given. */
    public static ServerKind of(boolean secure, boolean cluster) {
        return cluster ? CLUSTER : secure ? SECURE : OPEN;
    }
}
