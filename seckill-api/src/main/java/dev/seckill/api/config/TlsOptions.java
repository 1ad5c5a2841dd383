package dev.seckill.api.config;

import dev.seckill.model.settings.Problems;
import dev.seckill.model.tls.NamedFile;
import dev.seckill.model.tls.ServerTls;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What the shop's server shows to buyers, if it speaks HTTPS. */
final class TlsOptions {

    @Option(
            names = "--tls-cert",
            defaultValue = "${env:TLS_CERT:-" + Option.NULL_VALUE + "}",
            description =
                    "PEM file of the shop's certificate, then its issuers'; with it the shop speaks HTTPS and nothing"
                            + " else (TLS 1.2 and 1.3). Health and metrics stay as they are.")
    Path certificate;

    @Option(
            names = "--tls-key",
            defaultValue = "${env:TLS_KEY:-" + Option.NULL_VALUE + "}",
            description = "PEM file of that certificate's key, not encrypted, which not everybody may read.")
    Path key;

    @Option(
            names = "--tls-reload",
            defaultValue = "${env:TLS_RELOAD:-1m}",
            description = "How often both files are looked at. New ones are shown to new connections; bad ones are told"
                    + " once, and those before stay. [1s..24h]")
    Duration reload;

    /** Null for plain HTTP, or if a problem was added. */
    ServerTls toSettings(Problems problems) {
        return ServerTls.read(
                new NamedFile("--tls-cert (TLS_CERT)", certificate),
                new NamedFile("--tls-key (TLS_KEY)", key),
                reload,
                problems);
    }
}
