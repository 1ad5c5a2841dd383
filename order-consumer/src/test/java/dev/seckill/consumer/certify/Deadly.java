package dev.seckill.consumer.certify;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import javax.sql.DataSource;

/** Ends a certifier at one of its steps, as kill -9 does: before or after a commit, before or after a file is written. */
final class Deadly {

    private final int last;
    private int steps;

    /** @param last the step that is not taken any more, 1 for the first */
    Deadly(int last) {
        this.last = last;
    }

    /** Nothing in the program catches it. */
    static final class Killed extends Error {

        private static final long serialVersionUID = 1L;
    }

    private void step() {
        if (++steps == last) {
            throw new Killed();
        }
    }

    ProofFiles files(Path directory) {
        return new ProofFiles(directory) {

            @Override
            void put(String path, byte[] content) {
                step();
                super.put(path, content);
                step();
            }
        };
    }

    DataSource dataSource(DataSource real) {
        return proxy(
                DataSource.class, real, (method, result) -> result instanceof Connection c ? connection(c) : result);
    }

    private Connection connection(Connection real) {
        return proxy(Connection.class, real, (method, result) -> {
            if (method.equals("commit")) {
                step();
            }
            return result;
        });
    }

    private interface Change {
        Object of(String method, Object result);
    }

    private <T> T proxy(Class<T> type, T real, Change change) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        step();
                    }
                    try {
                        return change.of(method.getName(), method.invoke(real, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
