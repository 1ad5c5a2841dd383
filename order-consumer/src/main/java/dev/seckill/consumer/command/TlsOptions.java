package dev.seckill.consumer.command;

import dev.seckill.model.settings.Problems;
import dev.seckill.model.tls.NamedFile;
import dev.seckill.model.tls.ServerTls;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What the program's port shows to those who connect, if it speaks HTTPS. */
final class TlsOptions {

    @Option(
            names = "--tls-cert",
            defaultValue = "${env:CONSUMER_TLS_CERT:-" + Option.NULL_VALUE + "}",
            description =
                    "PEM file of the port's certificate, then its issuers'; with it the port speaks HTTPS and nothing"
                            + " else (TLS 1.2 and 1.3), health and metrics included.")
    private Path certificate;

    @Option(
            names = "--tls-key",
            defaultValue = "${env:CONSUMER_TLS_KEY:-" + Option.NULL_VALUE + "}",
            description = "PEM file of that certificate's key, not encrypted, which not everybody may read.")
    private Path key;

    @Option(
            names = "--tls-reload",
            defaultValue = "${env:CONSUMER_TLS_RELOAD:-1m}",
            description = "How often both files are looked at. New ones are shown to new connections; bad ones are told"
                    + " once, and those before stay. [1s..24h]")
    private Duration reload;

    /** Null for plain HTTP, or if a problem was added. */
    ServerTls toSettings(Problems problems) {
        return ServerTls.read(
                new NamedFile("--tls-cert (CONSUMER_TLS_CERT)", certificate),
                new NamedFile("--tls-key (CONSUMER_TLS_KEY)", key),
                reload,
                problems);
    }
}
