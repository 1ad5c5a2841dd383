package dev.seckill.consumer.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

/** Routes of the HTTP server that belong together. */
public interface HttpRoutes {

    /** Adds them; called once, before the server listens. */
    void addTo(RoutesConfig routes);

    /** A page for GET and HEAD. Javalin's own HEAD does not ask the GET, and says length 0. */
    static void page(RoutesConfig routes, String path, Handler page) {
        routes.get(path, page);
        routes.head(path, page);
    }
}
