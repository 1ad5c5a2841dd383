package dev.seckill.api.http.jetty;

import jakarta.servlet.ServletRequest;
import java.util.concurrent.Executor;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** The threads of the server that a request came to: for what takes longer than a thread that decides has time for. */
public final class ServerThreads {

    private ServerThreads() {}

    /** Those that may wait. */
    public static Executor of(ServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnector()
                .getExecutor();
    }
}
