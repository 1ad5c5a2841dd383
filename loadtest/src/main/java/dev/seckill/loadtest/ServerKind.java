package dev.seckill.loadtest;

import dev.seckill.infra.ServerStack;
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
    };

    /** Starts them; returns when all answer. */
    public abstract ServerStack start(StackConfig config);

    /** By the option {@code --secure}. */
    public static ServerKind of(boolean secure) {
        return secure ? SECURE : OPEN;
    }
}
