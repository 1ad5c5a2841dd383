package dev.seckill.api.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.model.settings.PasswordFile;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.Setting;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What a signer of HS256 and the API both know; and what a token says beside its buyer. */
public final class BuyerSecretOptions {

    private static final int BYTES_MIN = 32;

    @Option(
            names = "--buyer-secret",
            paramLabel = Setting.VARIABLE_ONLY,
            defaultValue = "${env:BUYER_SECRET:-" + Option.NULL_VALUE + "}",
            description =
                    "Secret with which buyers' tokens are signed by HS256, at least 32 bytes; only as the variable,"
                            + " because ps shows options.")
    String secret;

    @Option(
            names = "--buyer-secret-file",
            defaultValue = "${env:BUYER_SECRET_FILE:-" + Option.NULL_VALUE + "}",
            description = "File of 32 to 1024 bytes that holds that secret; it wins over the variable.")
    Path secretFile;

    @Option(
            names = "--buyer-issuer",
            defaultValue = "${env:BUYER_ISSUER:-" + Option.NULL_VALUE + "}",
            description = "Issuer (iss) of buyers' tokens; none: whoever has a key.")
    public String issuer;

    @Option(
            names = "--buyer-audience",
            defaultValue = "${env:BUYER_AUDIENCE:-" + Option.NULL_VALUE + "}",
            description = "Audience (aud) of buyers' tokens; none: whatever they say.")
    public String audience;

    /** The secret; null if there is none, or a problem was added. */
    public Secret secret(Problems problems) {
        String text = secret;
        String setting = "BUYER_SECRET";
        if (secretFile != null) {
            setting = "--buyer-secret-file (BUYER_SECRET_FILE)";
            try {
                text = PasswordFile.read(secretFile);
            } catch (IllegalArgumentException e) {
                problems.add(setting + ": '" + secretFile + "' is not a " + PasswordFile.RULE + " that can be read");
                return null;
            }
        }
        if (text == null) {
            return null;
        }
        if (text.getBytes(UTF_8).length < BYTES_MIN) {
            problems.add(setting + ": the secret has fewer than " + BYTES_MIN + " bytes");
            return null;
        }
        return new Secret(text);
    }
}
