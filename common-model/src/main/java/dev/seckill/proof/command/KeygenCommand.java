package dev.seckill.proof.command;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.proof.keyfile.SecretFile;
import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.text.ShopKeys.Role;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;

/**
 * {@code keygen}: new keys, of a shop, of a shop that has some already, or of a cosigner. Private halves go into files, the
 * public one to pin is printed.
 */
final class KeygenCommand implements Command {

    private static final String TYPE = "--type";
    private static final String WITHIN = "--certified-within";
    private static final String NEXT = "--next";
    private static final String ROLE = "--role";
    private static final String ROOT = "--root";

    /** What a shop promises that does not say. */
    private static final Duration CERTIFIED_WITHIN = Duration.ofMinutes(5);

    private final SecureRandom random = new SecureRandom();

    @Override
    public String usage() {
        return "BASE DIR [--certified-within SECONDS] | keygen --next OLD NEW [--role log|receipts]… [--root FILE]"
                + " [--certified-within SECONDS] | keygen NAME FILE --type cosigner";
    }

    @Override
    public Set<String> options() {
        return Set.of(TYPE, WITHIN, NEXT, ROLE, ROOT);
    }

    @Override
    public Set<String> repeatable() {
        return Set.of(ROLE);
    }

    @Override
    public ExitCode run(Arguments arguments, PrintStream out) {
        if (arguments.option(NEXT) != null) {
            out.println(next(arguments));
            return ExitCode.PROVEN;
        }
        if (arguments.option(ROLE) != null || arguments.option(ROOT) != null) {
            throw new BadInputException("--role and --root are for the next keys of a shop (--next)");
        }
        String name = arguments.places(2).get(0);
        Path place = Path.of(arguments.places(2).get(1));
        String type = arguments.option(TYPE);
        if (type == null || type.equals("shop")) {
            out.println(shop(Origin.requireBase(name), place, within(arguments.option(WITHIN), CERTIFIED_WITHIN)));
        } else if (type.equals("cosigner") && arguments.option(WITHIN) == null) {
            out.println(cosigner(name, place));
        } else {
            throw new BadInputException("--type is shop or cosigner, and --certified-within is for a shop");
        }
        return ExitCode.PROVEN;
    }

    /** All that a shop needs, and the key that strangers pin. */
    private NoteKey shop(String base, Path directory, Duration within) {
        return new ShopKeyFiles(directory).makeShop(base, within, now(), random);
    }

    /** What takes the place of keys that are used now. */
    private NoteKey next(Arguments arguments) {
        if (arguments.option(TYPE) != null) {
            throw new BadInputException("--next is for the keys of a shop, so there is no --type");
        }
        Path old = Path.of(arguments.required(NEXT));
        String root = arguments.option(ROOT);
        Set<Role> fresh = EnumSet.noneOf(Role.class);
        arguments.all(ROLE).forEach(word -> fresh.add(role(word)));
        return new ShopKeyFiles(Path.of(arguments.places(1).get(0)))
                .makeNext(
                        new ShopKeyFiles(old),
                        root == null ? old.resolve(ShopKeyFiles.ROOT) : Path.of(root),
                        fresh.isEmpty() ? EnumSet.allOf(Role.class) : fresh,
                        within(arguments.option(WITHIN), null),
                        now(),
                        random);
    }

    private static Role role(String word) {
        for (Role role : Role.values()) {
            if (role.toString().equals(word)) {
                return role;
            }
        }
        throw new BadInputException("--role is log or receipts");
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private NoteKey cosigner(String name, Path file) {
        PrivateNoteKey key = PrivateNoteKey.generate(name, KeyType.COSIGNATURE, random);
        SecretFile.write(file, (key.secret() + "\n").getBytes(US_ASCII));
        return key.key();
    }

    private static Duration within(String seconds, Duration otherwise) {
        if (seconds == null) {
            return otherwise;
        }
        if (!seconds.matches("[1-9][0-9]{0,6}")) {
            throw new BadInputException("--certified-within is 1 to 9999999 seconds");
        }
        return Duration.ofSeconds(Long.parseLong(seconds));
    }
}
