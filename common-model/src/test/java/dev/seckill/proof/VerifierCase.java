package dev.seckill.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.Certificate.State;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.Figures;
import dev.seckill.proof.text.ReceiptFile;
import dev.seckill.proof.tree.Hash;
import java.time.Instant;
import java.util.List;

/**
 * What somebody gives to a verifier, whichever it is.
 *
 * @param name says what it is
 * @param receipt the buyer's file
 * @param others what else was given
 * @param root the shop's key; null for none
 * @param cosigners keys of cosigners
 * @param expected the outcome
 */
public record VerifierCase(
        String name, byte[] receipt, List<Other> others, String root, List<String> cosigners, String expected) {

    /** What the verifier says of files that show nothing. */
    public static final String BAD_INPUT = "BAD INPUT";

    private static final SampleJournal JOURNAL = SampleJournal.whole();
    private static final long NO = 2;
    private static final Instant LATE =
            JOURNAL.leaf(NO).at().plus(SampleShop.CERTIFIED_WITHIN).plusSeconds(1);
    private static final SampleJournal SWAPPED = JOURNAL.with(ofNobody(JOURNAL.leaf(NO)));

    /**
     * A file beside the receipt.
     *
     * @param kind an option of the jar without its dashes
     */
    public record Other(String kind, byte[] content) {

        static Other of(String kind, Object content) {
            return new Other(kind, content.toString().getBytes(UTF_8));
        }
    }

    /** One for each verdict, and for each kind of file that shows nothing. */
    public static List<VerifierCase> all() {
        Other proof = proof(JOURNAL, NO);
        Other certificate = certificate(JOURNAL, State.FINAL);
        SampleJournal voided = JOURNAL.with(EventLeaf.ofVoid(SampleShop.ORIGIN, NO));
        return List.of(
                of("a receipt alone", NO, "PROMISED"),
                of("with a proof", NO, "PROVEN", proof),
                of("with a proof and a certificate", NO, "PROVEN", proof, certificate),
                new VerifierCase("all in one file", whole(), List.of(), null, List.of(), "PROVEN"),
                of("another order in its place", NO, "BROKEN-1", proof(SWAPPED, NO), certificate(SWAPPED, State.FINAL)),
                of("a void in its place", NO, "BROKEN-1", proof(voided, NO), certificate(voided, State.FINAL)),
                of("a final certificate without the last row", 3, "BROKEN-2", certificate(JOURNAL.cut(2), State.FINAL)),
                of("an interim one", 3, "PROMISED", certificate(JOURNAL.cut(2), State.INTERIM)),
                of(
                        "seen too late",
                        NO,
                        "BROKEN-3",
                        Other.of("checkpoint", JOURNAL.cut(1).checkpoint(LATE).note())),
                of(
                        "seen too late, and refuted by a proof",
                        NO,
                        "PROVEN",
                        Other.of("checkpoint", JOURNAL.cut(1).checkpoint(LATE).note()),
                        proof),
                of(
                        "two histories",
                        NO,
                        "BROKEN-4",
                        Other.of("checkpoint", JOURNAL.checkpoint().note()),
                        Other.of("checkpoint", SWAPPED.checkpoint().note())),
                of(
                        "two receipts",
                        NO,
                        "BROKEN-5",
                        Other.of("receipt", SWAPPED.receipt(NO).note())),
                of(
                        "two files",
                        NO,
                        "BROKEN-5",
                        new Other("receipt", SWAPPED.promise(NO).bytes())),
                of(
                        "the same receipt",
                        NO,
                        "PROMISED",
                        Other.of("receipt", JOURNAL.receipt(NO).note())),
                of(
                        "figures that do not add up",
                        NO,
                        "BROKEN-6",
                        certificate(new Figures(3, 4, 0, 0, 0, 0, LATE, LATE))),
                of(
                        "more given back than accepted",
                        NO,
                        "BROKEN-6",
                        certificate(new Figures(3, 2, 4, 0, 0, 5, LATE, LATE))),
                of(
                        "more given back than stands as accepted",
                        NO,
                        "PROMISED",
                        certificate(new Figures(3, 2, 4, 0, 2, 5, LATE, LATE))),
                of("an interim certificate that is open", NO, "PROVEN", proof, open()),
                of("given back", 3, "RELEASED", proof(JOURNAL, 3), proof(JOURNAL, 4)),
                of("another one's release", NO, BAD_INPUT, proof, proof(JOURNAL, 4)),
                of(
                        "another one's receipt",
                        NO,
                        BAD_INPUT,
                        Other.of("receipt", JOURNAL.receipt(3).note())),
                of(
                        "not a certificate",
                        NO,
                        BAD_INPUT,
                        Other.of("certificate", JOURNAL.receipt(NO).note())),
                of("a list of keys that is signed by no root", NO, BAD_INPUT, Other.of("keys", byTheLog())),
                of("the list of keys again", NO, "PROMISED", Other.of("keys", SampleShop.KEYS.signed(SampleShop.ROOT))),
                new VerifierCase(
                        "signed by a stranger",
                        JOURNAL.file(NO, SampleShop.STRANGER).bytes(),
                        List.of(),
                        shopsKey(),
                        List.of(),
                        "NOT A RECEIPT"),
                new VerifierCase(
                        "a sale that has the name of the list of keys",
                        ofASaleNamedKeys(),
                        List.of(),
                        shopsKey(),
                        List.of(),
                        "NOT A RECEIPT"),
                new VerifierCase(
                        "another root key",
                        JOURNAL.promise(NO).bytes(),
                        List.of(),
                        SampleShop.LOG.key().toString(),
                        List.of(),
                        "NOT A RECEIPT"),
                new VerifierCase(
                        "a key that is none",
                        JOURNAL.promise(NO).bytes(),
                        List.of(),
                        shopsKey().replace("+A", "+B"),
                        List.of(),
                        BAD_INPUT),
                new VerifierCase(
                        "a cosigner that nobody knows",
                        JOURNAL.promise(NO).bytes(),
                        List.of(Other.of(
                                "checkpoint", JOURNAL.cut(1).checkpoint(LATE).note())),
                        shopsKey(),
                        List.of(),
                        "PROMISED"));
    }

    private static VerifierCase of(String name, long no, String expected, Other... others) {
        return new VerifierCase(
                name, JOURNAL.promise(no).bytes(), List.of(others), shopsKey(), theCosigner(), expected);
    }

    /** A receipt with all that it can have within it. */
    private static byte[] whole() {
        return JOURNAL.promise(NO)
                .with(
                        JOURNAL.proof(NO, JOURNAL.checkpoint(LATE)).toString(),
                        SampleFiles.certificate(JOURNAL, State.FINAL).toString())
                .bytes();
    }

    /** Signed by the shop as any other: that there must be no such sale is for the reader to know. */
    private static byte[] ofASaleNamedKeys() {
        ReceiptFile sound = JOURNAL.promise(NO);
        String text = JOURNAL.leaf(NO).text().replace("/counter/", "/keys/");
        return new ReceiptFile(
                        Note.of(text, SampleShop.RECEIPTS).toString(),
                        sound.orderId(),
                        sound.buyer(),
                        sound.salt(),
                        sound.keys(),
                        null,
                        null)
                .bytes();
    }

    private static String shopsKey() {
        return SampleShop.ROOT.key().toString();
    }

    private static List<String> theCosigner() {
        return List.of(SampleShop.COSIGNER.key().toString());
    }

    private static Other proof(SampleJournal journal, long no) {
        return Other.of("proof", journal.proof(no, journal.checkpoint(LATE)));
    }

    private static Other certificate(SampleJournal journal, State state) {
        return Other.of("certificate", SampleFiles.certificate(journal, state));
    }

    private static Object byTheLog() {
        return SampleShop.KEYS.signed(SampleShop.LOG);
    }

    private static Other certificate(Figures figures) {
        return Other.of(
                "certificate",
                new Certificate(SampleShop.ORIGIN, State.FINAL, LATE, 10, JOURNAL.root(), figures)
                        .signed(SampleShop.LOG));
    }

    /** Numbers were given up, and what is left is not known before the sale is rebuilt. */
    private static Other open() {
        return certificate(
                new SampleJournal()
                        .restocked(2)
                        .accepted(2, "a")
                        .lost(1, 0)
                        .drift(2)
                        .accepted(2, "b"),
                State.INTERIM);
    }

    private static EventLeaf ofNobody(EventLeaf leaf) {
        return new EventLeaf(
                leaf.origin(),
                leaf.no(),
                leaf.kind(),
                leaf.at(),
                leaf.epoch(),
                leaf.units(),
                leaf.left(),
                leaf.seq(),
                leaf.item(),
                Hash.OF_NO_LEAF,
                leaf.detail());
    }

    @Override
    public String toString() {
        return name;
    }
}
