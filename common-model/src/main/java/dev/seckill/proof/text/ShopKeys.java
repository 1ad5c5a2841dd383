package dev.seckill.proof.text;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.note.NoteSigner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The keys of a shop, signed by its root key, the one thing that a stranger has to know.
 *
 * @param base the shop's address without scheme
 * @param number 1, 2, 3 …: the highest counts
 * @param made when it was written
 * @param root signs this list and nothing else; its name is the base
 * @param certifiedWithin so soon after an order was accepted it is in a checkpoint
 * @param listed the keys, in the order of their lines
 */
public record ShopKeys(
        String base, long number, Instant made, NoteKey root, Duration certifiedWithin, List<Listed> listed) {

    private static final String WHAT = "a list of keys";
    private static final String HEADING = "seckill/keys@v1";

    /** Less than four months: a promise of centuries is none, and its end could not be written. */
    private static final long CERTIFIED_WITHIN_MAX_SECONDS = 9_999_999;

    /** So that the text stays short. */
    private static final int LISTED_MAX = 100;

    /** What a key may sign. */
    public enum Role {
        /** Checkpoints and certificates. */
        LOG("log"),
        /** Receipts. */
        RECEIPTS("receipts");

        private final String word;

        Role(String word) {
            this.word = word;
        }

        /** The name of a shop's key in this role. */
        public String keyName(String base) {
            return base + "/" + word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * A key and when it may sign.
     *
     * @param until from then on no more; null if that is open
     */
    public record Listed(Role role, NoteKey key, Instant from, Instant until) {

        /** @throws BadTextException if it may never sign */
        public Listed {
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(key, "key");
            Times.checked(from);
            if (until != null && !Times.checked(until).isAfter(from)) {
                throw new BadTextException(WHAT + " must have no key that ends before it begins");
            }
        }

        private boolean isSameKey(Listed other) {
            return role == other.role && key.equals(other.key) && from.equals(other.from);
        }

        private Listed endedAt(Instant end) {
            return until == null || until.isAfter(end) ? new Listed(role, key, from, end) : this;
        }

        boolean holds(Instant at) {
            return !at.isBefore(from) && (until == null || at.isBefore(until));
        }
    }

    /** @throws BadTextException if a key has the name or the type of another purpose, or a figure is out of its range */
    public ShopKeys {
        Origin.requireBase(base);
        Times.checked(made);
        listed = List.copyOf(listed);
        if (number < 1 || certifiedWithin.toSeconds() < 1 || certifiedWithin.getNano() != 0) {
            throw new BadTextException(WHAT + " must have a number and whole seconds of at least 1");
        }
        if (certifiedWithin.toSeconds() > CERTIFIED_WITHIN_MAX_SECONDS) {
            throw new BadTextException(WHAT + " must promise less than four months");
        }
        requireKey(root, base);
        if (listed.isEmpty() || listed.size() > LISTED_MAX) {
            throw new BadTextException(WHAT + " must have 1 to " + LISTED_MAX + " keys");
        }
        for (Listed each : listed) {
            requireKey(each.key, each.role.keyName(base));
        }
    }

    private static void requireKey(NoteKey key, String name) {
        if (!key.name().equals(name) || key.type() != KeyType.ED25519) {
            throw new BadTextException(WHAT + " must have keys that are named by the base and what they sign");
        }
    }

    /**
     * The list that follows this one. A new log key signs from now on. A new receipts key counts for all orders before as well:
     * a receipt is signed when it is asked for, and its key must hold when the order was accepted.
     *
     * @param now when the keys that are replaced end
     * @param within what the shop promises from now on
     * @param fresh the keys that are new, by what they sign; no other one changes
     * @throws BadTextException if a key that is replaced has only just begun, or the list would be too long
     */
    public ShopKeys next(Instant now, Duration within, Map<Role, NoteKey> fresh) {
        List<Listed> next = new ArrayList<>();
        for (Listed each : listed) {
            next.add(fresh.containsKey(each.role) ? each.endedAt(now) : each);
        }
        for (Role role : Role.values()) {
            if (fresh.containsKey(role)) {
                next.add(new Listed(role, fresh.get(role), role == Role.RECEIPTS ? first(role, now) : now, null));
            }
        }
        return new ShopKeys(base, number + 1, now, root, within, next);
    }

    /**
     * Whether it may take that list's place: it is the same shop's, has a higher number, and still has all of its keys, so that
     * whatever was signed before can be verified with it. When they end may be another time.
     */
    public boolean goesOnFrom(ShopKeys before) {
        return base.equals(before.base)
                && root.equals(before.root)
                && number > before.number
                && before.listed.stream().allMatch(each -> listed.stream().anyMatch(each::isSameKey));
    }

    private Instant first(Role role, Instant otherwise) {
        return listed.stream()
                .filter(each -> each.role == role)
                .map(Listed::from)
                .min(Instant::compareTo)
                .orElse(otherwise);
    }

    /** @throws BadTextException if it is not exactly the text of a list of keys */
    public static ShopKeys parse(String text) {
        Lines lines = new Lines(WHAT, text);
        Head head = head(lines);
        List<Listed> listed = new ArrayList<>();
        while (lines.hasMore()) {
            listed.add(listed(lines, lines.isNext(Role.LOG.word) ? Role.LOG : Role.RECEIPTS));
        }
        return new ShopKeys(head.base, head.number, head.made, head.root, head.certifiedWithin, listed);
    }

    private record Head(String base, long number, Instant made, NoteKey root, Duration certifiedWithin) {}

    private static Head head(Lines lines) {
        lines.take(HEADING);
        return new Head(
                lines.value("base"),
                lines.number("number", 1),
                Times.parse(lines.value("made")),
                NoteKey.parse(lines.value("root")),
                Duration.ofSeconds(lines.number("certified-within", 1)));
    }

    private static Listed listed(Lines lines, Role role) {
        String[] parts = lines.value(role.word).split(" ", -1);
        if (parts.length != 3) {
            throw lines.refused("must have key, from and until for each key");
        }
        return new Listed(role, NoteKey.parse(parts[0]), Times.parse(parts[1]), Times.parseOrNull(parts[2]));
    }

    /** What is signed. */
    public String text() {
        StringBuilder text = new StringBuilder(HEADING)
                .append("\nbase ")
                .append(base)
                .append("\nnumber ")
                .append(number)
                .append("\nmade ")
                .append(Times.text(made))
                .append("\nroot ")
                .append(root)
                .append("\ncertified-within ")
                .append(certifiedWithin.toSeconds())
                .append('\n');
        for (Listed each : listed) {
            text.append(each.role)
                    .append(' ')
                    .append(each.key)
                    .append(' ')
                    .append(Times.text(each.from))
                    .append(' ')
                    .append(Times.textOrAbsent(each.until))
                    .append('\n');
        }
        return text.toString();
    }

    /** Signs it. */
    public Note signed(NoteSigner rootSigner) {
        return Note.of(text(), rootSigner);
    }

    /**
     * Reads a signed list.
     *
     * @param pinned the root key that the reader got from elsewhere; null to take the list's own word for it
     * @throws BadTextException if it is none, or the root key has not signed it
     */
    public static ShopKeys of(Note note, NoteKey pinned) {
        OneSignature.alone(WHAT, note);
        if (pinned != null && !note.signatures().get(0).claims(pinned)) {
            throw new BadTextException(WHAT + " must be signed by the root key that was given");
        }
        // Before anything else: to look whether keys can be relied on takes longer than a signature.
        OneSignature.require(WHAT, note, List.of(pinned == null ? rootIn(note.text()) : pinned));
        ShopKeys keys = parse(note.text());
        if (pinned != null && !keys.root.equals(pinned)) {
            throw new BadTextException(WHAT + " must name the root key that signs it");
        }
        return keys;
    }

    private static NoteKey rootIn(String text) {
        return head(new Lines(WHAT, text)).root;
    }

    /** All keys that ever signed checkpoints, which have no time. */
    public List<NoteKey> logKeys() {
        return listed.stream()
                .filter(each -> each.role == Role.LOG)
                .map(Listed::key)
                .toList();
    }

    /** Those that signed certificates then. */
    public List<NoteKey> logKeys(Instant at) {
        return keys(Role.LOG, at);
    }

    /** Those that signed receipts of orders that were accepted then. */
    public List<NoteKey> receiptsKeys(Instant at) {
        return keys(Role.RECEIPTS, at);
    }

    private List<NoteKey> keys(Role role, Instant at) {
        return listed.stream()
                .filter(each -> each.role == role && each.holds(at))
                .map(Listed::key)
                .toList();
    }
}
