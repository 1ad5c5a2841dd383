package dev.seckill.api.http;

import io.javalin.config.RoutesConfig;

/** Routes of the HTTP server that belong together. */
public interface HttpRoutes {

    /** Adds them; called once, before the server listens. */
    void addTo(RoutesConfig routes);
}
