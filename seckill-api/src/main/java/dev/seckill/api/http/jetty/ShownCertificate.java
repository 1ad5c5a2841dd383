package dev.seckill.api.http.jetty;

import dev.seckill.model.log.Reason;
import dev.seckill.model.tls.Identity;
import dev.seckill.model.tls.IdentityFiles;
import dev.seckill.model.tls.ServerTls;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that buyers see. Its files are looked at again and again while this is started: what they hold is shown to
 * new connections, and if it is not good, what was shown before stays.
 */
final class ShownCertificate extends AbstractLifeCycle {

    private static final Logger log = LoggerFactory.getLogger(ShownCertificate.class);

    private final IdentityFiles files;
    private final long everyMillis;
    private final Scheduler scheduler;
    private final SslContextFactory.Server tls = new SslContextFactory.Server();
    private Scheduler.Task look;
    private volatile Instant expires;

    /** @throws IllegalArgumentException if the files are not good */
    ShownCertificate(ServerTls settings, Scheduler scheduler) {
        this.files = new IdentityFiles(settings, Clock.systemUTC());
        this.everyMillis = settings.reload().toMillis();
        this.scheduler = scheduler;
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        tls.setRenegotiationAllowed(false);
        // Whatever name a client asks for, there is one certificate to show.
        tls.setSniRequired(false);
        show(tls, files.current());
        expires = files.current().certificate().getNotAfter().toInstant();
    }

    SslContextFactory.Server tls() {
        return tls;
    }

    /** When the one that is shown expires. Any thread. */
    Instant expires() {
        return expires;
    }

    private static void show(SslContextFactory server, Identity identity) {
        server.setKeyStore(identity.keyStore());
        server.setKeyStorePassword(Identity.KEY_STORE_PASSWORD);
    }

    @Override
    protected void doStart() {
        log.info("http - TLS (identity={})", files.current());
        files.doubt().ifPresent(doubt -> log.warn("http - no client will trust the certificate: {}", doubt));
        lookLater();
    }

    @Override
    protected synchronized void doStop() {
        look.cancel();
    }

    private synchronized void lookLater() {
        look = scheduler.schedule(this::lookAndLookLater, everyMillis, TimeUnit.MILLISECONDS);
    }

    private void lookAndLookLater() {
        try {
            files.look().ifPresent(this::showAnew);
        } catch (RuntimeException e) {
            log.warn("http - the new certificate is not taken, the one before stays (reason={})", Reason.of(e));
        }
        if (isRunning()) {
            lookLater();
        }
    }

    private void showAnew(Identity identity) {
        try {
            tls.reload(server -> show(server, identity));
            expires = identity.certificate().getNotAfter().toInstant();
            log.info("http - TLS with new files (identity={})", identity);
        } catch (Exception e) { // as Jetty declares it
            log.warn("http - the new certificate cannot be shown (reason={})", Reason.of(e));
        }
    }
}
