package dev.seckill.infra.app;

import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.text.ShopKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** With what the programs of a system that is here to be tried prove its sales: keys of its own, which last as long as its data. */
public final class ProofSettings {

    /** Names no shop that there is. */
    public static final String ORIGIN = "localhost/proofs";

    private static final Duration CERTIFIED_WITHIN = Duration.ofMinutes(5);

    /** A program does not start with keys that are not valid yet by its clock, which chaos sets back. */
    private static final Duration CLOCK_OFF = Duration.ofDays(1);

    private ProofSettings() {}

    /**
     * The settings of both programs; the keys are made if there are none.
     *
     * @param folder of the keys
     */
    public static String[] in(Path folder) {
        return in(folder, CERTIFIED_WITHIN);
    }

    /** The same for a shop that promises to certify within another time, in whole seconds. */
    public static String[] in(Path folder, Duration certifiedWithin) {
        if (!Files.exists(folder.resolve(ShopKeyFiles.KEYS))) {
            Instant yesterday = Instant.now().minus(CLOCK_OFF).truncatedTo(ChronoUnit.MILLIS);
            new ShopKeyFiles(folder).makeShop(ORIGIN, certifiedWithin, yesterday, new SecureRandom());
        }
        return new String[] {"--origin=" + ORIGIN, "--proof-keys=" + folder};
    }

    /** The key that strangers pin, of a folder that has keys. */
    public static String rootKey(Path folder) {
        return ShopKeys.of(new ShopKeyFiles(folder).keys(), null).root().toString();
    }
}
