package dev.seckill.api.http.jetty;

import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Invocable;

/** Makes TLS connections around those of HTTP, which go on in the thread that selects for them too. */
final class SecureConnections extends SslConnectionFactory {

    SecureConnections(SslContextFactory.Server tls) {
        super(tls, HttpVersion.HTTP_1_1.asString());
        setEnsureSecureRequestCustomizer(false);
    }

    @Override
    protected SslConnection newSslConnection(Connector connector, EndPoint endPoint, SSLEngine engine) {
        Executor threads = job -> {
            if (Invocable.getInvocationType(job) == Invocable.InvocationType.NON_BLOCKING) {
                ResumingConnector.afterOthers(endPoint, job);
            } else {
                connector.getExecutor().execute(job);
            }
        };
        return new SslConnection(
                connector.getByteBufferPool(), threads, getSslContextFactory(), endPoint, engine, false, false);
    }
}
