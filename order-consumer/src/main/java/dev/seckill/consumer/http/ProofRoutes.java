package dev.seckill.consumer.http;

import dev.seckill.consumer.certify.PublicFiles;
import dev.seckill.proof.tree.Tile;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/** What is signed of the sales, as files for everybody: no token is asked for. */
public final class ProofRoutes implements HttpRoutes {

    /** Files are read from the disk, so each has a thread meanwhile. */
    public static final int AT_ONCE_MAX = 8;

    private static final String NOTE = "text/plain; charset=utf-8";
    private static final String TILE = "application/octet-stream";
    private static final String FOR_A_YEAR = "public, max-age=31536000, immutable";
    private static final String FOR_A_SECOND = "public, max-age=1";
    /** Seconds; a file is read in less. */
    private static final String RETRY = "1";

    private final PublicFiles files;
    private final Semaphore room = new Semaphore(AT_ONCE_MAX);

    public ProofRoutes(PublicFiles files) {
        this.files = Objects.requireNonNull(files, "files");
    }

    @Override
    public void addTo(RoutesConfig routes) {
        add(routes, "/proofs/keys", ctx -> note(ctx, files.keys()));
        add(routes, "/proofs/{sale}/{birth}/<file>", ctx -> {
            String file = ctx.pathParam("file");
            byte[] found = files.read(ReadQuery.sale(ctx), ctx.pathParam("birth"), file);
            if (Tile.isPath(file)) {
                write(ctx, found, TILE, FOR_A_YEAR);
            } else {
                note(ctx, found);
            }
        });
    }

    private void add(RoutesConfig routes, String path, Handler page) {
        HttpRoutes.page(routes, path, ctx -> {
            if (!room.tryAcquire()) {
                ctx.header("Retry-After", RETRY);
                throw new Problem(
                        HttpStatus.SERVICE_UNAVAILABLE, "overloaded", "Too much at once", "Too much is read at once.");
            }
            try {
                page.handle(ctx);
            } finally {
                room.release();
            }
        });
    }

    private static void note(Context ctx, byte[] found) {
        write(ctx, found, NOTE, FOR_A_SECOND);
    }

    private static void write(Context ctx, byte[] found, String contentType, String cacheControl) {
        if (found == null) {
            throw new Problem(HttpStatus.NOT_FOUND, "There is no such file.");
        }
        ctx.header("Cache-Control", cacheControl);
        Reply.write(ctx, HttpStatus.OK.getCode(), contentType, found);
    }
}
