package dev.seckill.consumer.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

/** Connections of a consumer that stands still when it has written its rows and not committed them, until it is thawed. */
final class FrozenAtCommit implements AutoCloseable {

    private final DataSource pool;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch thawed = new CountDownLatch(1);

    FrozenAtCommit(DataSource pool) {
        this.pool = pool;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (self, method, arguments) -> {
            Object result = invoke(pool, method, arguments);
            return result instanceof Connection connection ? freezing(connection) : result;
        });
    }

    private Connection freezing(Connection connection) {
        return proxy(Connection.class, (self, method, arguments) -> {
            if (method.getName().equals("commit")) {
                reached.countDown();
                thawed.await();
            }
            return invoke(connection, method, arguments);
        });
    }

    /** Returns when the consumer stands still. */
    void await() throws InterruptedException {
        reached.await();
    }

    /** Lets it go on. */
    @Override
    public void close() {
        thawed.countDown();
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(FrozenAtCommit.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
