package dev.seckill.proof.text;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteSigner;
import dev.seckill.proof.tree.Hash;
import java.time.Instant;
import java.util.Objects;

/**
 * The shop's word on a sale as a whole.
 *
 * @param state whether anything may still be sold
 * @param made when it was written
 * @param size leaves of the tree that it sums up
 * @param root of that tree
 */
public record Certificate(Origin origin, State state, Instant made, long size, Hash root, Figures figures) {

    private static final String WHAT = "a certificate";
    private static final String HEADING = "seckill/certificate@v1";

    /** How far the sale is. */
    public enum State {
        /** It goes on. */
        INTERIM("interim"),
        /** It is closed and settled. */
        FINAL("final");

        private final String word;

        State(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** @throws BadTextException if it is of no event, or its time cannot be written */
    public Certificate {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(figures, "figures");
        Times.checked(made);
        if (size < 1) {
            throw new BadTextException(WHAT + " is of at least one event");
        }
    }

    /** @throws BadTextException if it is not exactly the text of a certificate */
    public static Certificate parse(String text) {
        Lines lines = new Lines(WHAT, text);
        lines.take(HEADING);
        Certificate certificate = new Certificate(
                Origin.parse(lines.value("origin")),
                state(lines.value("state")),
                Times.parse(lines.value("made")),
                lines.number("size", 1),
                Hash.parse(lines.value("root")),
                new Figures(
                        lines.number("allotment", Long.MIN_VALUE),
                        lines.number("accepted", 0),
                        lines.number("released", 0),
                        lines.number("confirmed", 0),
                        lines.number("void", 0),
                        lines.number("left", Long.MIN_VALUE),
                        Times.parseOrNull(lines.value("first")),
                        Times.parseOrNull(lines.value("last"))));
        lines.end();
        return certificate;
    }

    private static State state(String word) {
        for (State state : State.values()) {
            if (state.word.equals(word)) {
                return state;
            }
        }
        throw new BadTextException(WHAT + " must be interim or final");
    }

    /** What is signed. */
    public String text() {
        return HEADING
                + "\norigin " + origin
                + "\nstate " + state
                + "\nmade " + Times.text(made)
                + "\nsize " + size
                + "\nroot " + root
                + "\nallotment " + figures.allotment()
                + "\naccepted " + figures.accepted()
                + "\nreleased " + figures.released()
                + "\nconfirmed " + figures.confirmed()
                + "\nvoid " + figures.voids()
                + "\nleft " + figures.left()
                + "\nfirst " + Times.textOrAbsent(figures.first())
                + "\nlast " + Times.textOrAbsent(figures.last())
                + "\n";
    }

    /** Whether the sale is closed and settled. */
    public boolean isFinal() {
        return state == State.FINAL;
    }

    /** Signs it with the shop's log key. */
    public Note signed(NoteSigner log) {
        return Note.of(text(), log);
    }

    /** @throws BadTextException if it is none, or no key that the shop had for its log at that time has signed it */
    public static Certificate of(Note note, ShopKeys keys) {
        Certificate certificate = parse(OneSignature.alone(WHAT, note).text());
        if (!certificate.origin.base().equals(keys.base())) {
            throw new BadTextException(WHAT + " is of another shop than the keys");
        }
        OneSignature.require(WHAT, note, keys.logKeys(certificate.made));
        return certificate;
    }
}
