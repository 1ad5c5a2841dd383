package dev.seckill.api.command;

import dev.seckill.api.admission.TokenMint;
import dev.seckill.api.config.BuyerSecretOptions;
import dev.seckill.api.config.Secret;
import dev.seckill.model.BuyerId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.settings.CommandReader;
import dev.seckill.model.settings.Problems;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code seckill-api.jar token}: signs buyers' tokens. */
@Command(
        name = "token",
        description = "Signs tokens of buyers, as a shop does, for tests and load: one on each line.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true)
final class TokenCommand {

    private static final long KEY_BYTES_MAX = 65_536;

    @Option(
            names = "--buyer",
            defaultValue = "${env:TOKEN_BUYER:-" + Option.NULL_VALUE + "}",
            converter = BuyerConverter.class,
            description = "Who buys; none: --count buyers of --prefix.")
    BuyerId buyer;

    @Option(
            names = "--prefix",
            defaultValue = "${env:TOKEN_PREFIX:-buyer-}",
            converter = BuyerConverter.class,
            description = "What the buyers' names begin with; a number from 1 on follows.")
    BuyerId prefix;

    @Option(
            names = "--count",
            defaultValue = "${env:TOKEN_COUNT:-1}",
            description = "How many buyers get a token. [1..1000000]")
    int count;

    @Option(
            names = "--for",
            defaultValue = "${env:TOKEN_LIFETIME:-1h}",
            description = "How long the tokens are good. [1s..8760h]")
    Duration lifetime;

    @Mixin
    BuyerSecretOptions secret;

    @Option(
            names = "--buyer-key-file",
            defaultValue = "${env:BUYER_KEY_FILE:-" + Option.NULL_VALUE + "}",
            description =
                    "File with the private key (a JWK) to sign with, for RS256, ES256 or EdDSA; none: the secret.")
    Path keyFile;

    /** Prints the tokens and returns the exit code; problems with the settings are added instead. */
    int run(Problems problems, PrintStream out) {
        TokenMint mint = mint(problems);
        if (buyer == null && prefix.value().length() + Integer.toString(count).length() > BuyerId.LENGTH_MAX) {
            problems.add("--prefix (TOKEN_PREFIX): is too long for a buyer");
        }
        if (!problems.isEmpty()) {
            return ApiCommand.BAD_USAGE;
        }
        if (buyer != null) {
            out.println(token(mint, buyer));
        }
        for (int number = 1; buyer == null && number <= count; number++) {
            out.println(token(mint, new BuyerId(prefix.value() + number)));
        }
        out.flush();
        return out.checkError() ? 1 : 0;
    }

    private String token(TokenMint mint, BuyerId of) {
        return mint.token(of, lifetime, secret.issuer, secret.audience);
    }

    private TokenMint mint(Problems problems) {
        if (keyFile == null) {
            Secret shared = secret.secret(problems);
            if (shared == null && problems.isEmpty()) {
                problems.add(
                        "there is nothing to sign with: give BUYER_SECRET, --buyer-secret-file or --buyer-key-file");
            }
            return shared == null ? null : TokenMint.ofSecret(shared, Clock.systemUTC());
        }
        try {
            if (Files.size(keyFile) > KEY_BYTES_MAX) {
                throw new IOException("longer than " + KEY_BYTES_MAX + " bytes");
            }
            return TokenMint.ofPrivateKey(Files.readString(keyFile), Clock.systemUTC());
        } catch (IOException | IllegalArgumentException e) {
            // Not the cause: it may quote the key.
            problems.add("--buyer-key-file (BUYER_KEY_FILE): '" + keyFile + "': "
                    + (e instanceof IOException ? Reason.of(e) : e.getMessage()));
            return null;
        }
    }

    /** Reads the name of a buyer. */
    static final class BuyerConverter implements ITypeConverter<BuyerId> {

        private static final ITypeConverter<BuyerId> READER = CommandReader.converter(BuyerId::new);

        @Override
        public BuyerId convert(String text) throws Exception {
            return READER.convert(text);
        }
    }
}
