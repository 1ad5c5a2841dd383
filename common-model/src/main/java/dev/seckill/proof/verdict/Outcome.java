package dev.seckill.proof.verdict;

/** What a receipt proves, with all else that was given; the first that holds counts. */
public enum Outcome {
    /** A byte was changed, a key is not the shop's, or the order is somebody else's. */
    NOT_A_RECEIPT("NOT A RECEIPT"),
    /** The shop gave two buyers one number. */
    BROKEN_5("BROKEN-5"),
    /** The shop signed two histories of the sale. */
    BROKEN_4("BROKEN-4"),
    /** Something else stands at the order's number. */
    BROKEN_1("BROKEN-1"),
    /** The shop closed the books without the order. */
    BROKEN_2("BROKEN-2"),
    /** The figures do not add up. */
    BROKEN_6("BROKEN-6"),
    /** The order stands in the journal, and its units went back later; nothing shows who asked for that. */
    RELEASED("RELEASED"),
    /** The order stands in the journal. */
    PROVEN("PROVEN"),
    /** The order should have been in the journal by now, and as far as a cosigner had been shown it was not. */
    BROKEN_3("BROKEN-3"),
    /** The shop has signed, and the order is not in the journal yet. */
    PROMISED("PROMISED");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    /** Whether the shop has broken its word. */
    public boolean isBroken() {
        return word.startsWith("BROKEN");
    }

    /** As it is shown. */
    @Override
    public String toString() {
        return word;
    }
}
