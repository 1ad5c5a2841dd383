package dev.seckill.api.http.jetty;

import jakarta.servlet.ServletRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Ends a reply of which a part was sent in a way that shows that the rest is missing. */
public final class BrokenOff {

    private BrokenOff() {}

    /** Closes the connection before the end of the reply can be written. */
    public static void reply(ServletRequest request) {
        // Aborting the channel instead would have Javalin log an error with a stack trace.
        ServletContextRequest.getServletContextRequest(request)
                .getServletChannel()
                .getEndPoint()
                .close();
    }
}
