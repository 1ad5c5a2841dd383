package dev.seckill.proof.command;

import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.verdict.Verdict;
import java.io.PrintStream;
import java.util.List;

/** A verdict as it is printed: the result first, below it what it is about and rests on, and then the evidence. */
final class VerdictText {

    private final PrintStream out;
    private final boolean isPinned;

    /** @param isPinned whether the reader has given the shop's root key */
    VerdictText(PrintStream out, boolean isPinned) {
        this.out = out;
        this.isPinned = isPinned;
    }

    void print(Verdict verdict) {
        out.println(verdict);
        if (verdict.leaf() == null) {
            return;
        }
        EventLeaf leaf = verdict.leaf();
        line("accepted", leaf.at() + ", order " + leaf.seq() + " of the sale");
        line("units", -leaf.units() + " of " + shown(leaf.item()));
        line("root key", verdict.root() + (isPinned ? "" : " (by the receipt itself; compare it with the shop's)"));
        verdict.cosigners().forEach(name -> line("seen by", name));
        verdict.doubts().forEach(why -> line("not shown", "that the sale adds up: " + why));
        print(out, verdict.papers());
    }

    private void line(String name, String value) {
        out.println("  " + name + ": " + value);
    }

    /** Others may have put anything into a name. */
    private static String shown(String item) {
        return item.replaceAll("[\\p{Cntrl}\\p{Cf}\\x{80}-\\x{9f}\\u2028\\u2029]", "?");
    }

    /** What shows to others that a word was broken. */
    static void print(PrintStream out, List<String> papers) {
        for (String paper : papers) {
            out.println();
            out.print(paper);
        }
    }
}
