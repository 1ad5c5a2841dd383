package dev.seckill.api.http.jetty;

import jakarta.servlet.ServletRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** When a request came. */
public final class Arrival {

    private Arrival() {}

    /** When its first byte was read, of {@link System#nanoTime}. */
    public static long nanos(ServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request).getBeginNanoTime();
    }
}
