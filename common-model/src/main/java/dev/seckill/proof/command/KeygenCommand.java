package dev.seckill.proof.command;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.proof.keyfile.SecretFile;
import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.Origin;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** {@code keygen}: new keys, of a shop or of a cosigner. Private halves go into files, the public one to pin is printed. */
final class KeygenCommand implements Command {

    private static final String TYPE = "--type";
    private static final String WITHIN = "--certified-within";

    /** What a shop promises that does not say. */
    private static final Duration CERTIFIED_WITHIN = Duration.ofMinutes(5);

    private final SecureRandom random = new SecureRandom();

    @Override
    public String usage() {
        return "BASE DIR [--certified-within SECONDS] | keygen NAME FILE --type cosigner";
    }

    @Override
    public Set<String> options() {
        return Set.of(TYPE, WITHIN);
    }

    @Override
    public ExitCode run(Arguments arguments, PrintStream out) {
        String name = arguments.places(2).get(0);
        Path place = Path.of(arguments.places(2).get(1));
        String type = arguments.option(TYPE);
        if (type == null || type.equals("shop")) {
            out.println(shop(Origin.requireBase(name), place, within(arguments.option(WITHIN))));
        } else if (type.equals("cosigner") && arguments.option(WITHIN) == null) {
            out.println(cosigner(name, place));
        } else {
            throw new BadInputException("--type is shop or cosigner, and --certified-within is for a shop");
        }
        return ExitCode.PROVEN;
    }

    /** All that a shop needs, and the key that strangers pin. */
    private NoteKey shop(String base, Path directory, Duration within) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new ShopKeyFiles(directory).makeShop(base, within, now, random);
    }

    private NoteKey cosigner(String name, Path file) {
        PrivateNoteKey key = PrivateNoteKey.generate(name, KeyType.COSIGNATURE, random);
        SecretFile.write(file, (key.secret() + "\n").getBytes(US_ASCII));
        return key.key();
    }

    private static Duration within(String seconds) {
        if (seconds == null) {
            return CERTIFIED_WITHIN;
        }
        if (!seconds.matches("[1-9][0-9]{0,6}")) {
            throw new BadInputException("--certified-within is 1 to 9999999 seconds");
        }
        return Duration.ofSeconds(Long.parseLong(seconds));
    }
}
