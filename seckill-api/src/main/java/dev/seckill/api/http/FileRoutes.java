package dev.seckill.api.http;

import dev.seckill.api.pages.PageFile;
import dev.seckill.api.pages.PageFiles;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;

/** The files that pages load: another content has another name, so browsers may keep each for ever. */
final class FileRoutes implements HttpRoutes {

    private final PageFiles files;

    FileRoutes(PageFiles files) {
        this.files = files;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        HealthRoutes.add(routes, PageFiles.FOLDER + "{file}", this::file);
    }

    private void file(Context ctx) {
        PageFile file = files.find(ctx.pathParam("file"));
        if (file == null) {
            throw new NotFoundResponse("There is no such file.");
        }
        ctx.header("Cache-Control", "public, max-age=31536000, immutable");
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        ctx.future(() -> PageReply.body(ctx, HttpStatus.OK, file.contentType(), file.body()));
    }
}
