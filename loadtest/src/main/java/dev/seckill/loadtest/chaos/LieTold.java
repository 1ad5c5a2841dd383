package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.proof.StandAloneVerifier;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One lie, told behind the back of the certifier in a sale of its own: of orders that are not signed yet; then of orders that
 * are; and at last the shop forgets what it signed and signs anew. The buyers have had their receipts before all of that.
 */
final class LieTold implements Deceit {

    /** Of the orders, in the order of their numbers, those of which it is told before they are signed. */
    private static final List<Integer> UNSIGNED = List.of(3, 7);

    /** The same of those that are signed. */
    private static final List<Integer> SIGNED = List.of(1, 9);

    private final Lie lie;
    private final ChaosSystem system;
    private final DishonestSale sale;
    private final List<Long> unsigned = new ArrayList<>();
    private final List<Long> signed = new ArrayList<>();
    private LieFindings findings;
    private SortedMap<Long, Path> receipts;

    LieTold(Lie lie, ChaosSystem system) {
        this.lie = lie;
        this.system = system;
        this.sale = new DishonestSale(system, new SaleId("chaos-" + lie.word()));
    }

    @Override
    public String word() {
        return lie.word();
    }

    @Override
    public String story() {
        return lie.story();
    }

    @Override
    public void play(LieFindings all) throws IOException, InterruptedException {
        findings = all;
        sale.open();
        try (ForgedBook book = new ForgedBook(system.stores(sale.id()))) {
            long size = tell(book);
            show("told before it was signed", system.proofs(), unsigned);
            alterSigned(book, size);
            show("what was signed before stands", system.proofs(), unsigned);
            signAnew(book);
        }
    }

    /** Returns how many events are signed then. */
    private long tell(ForgedBook book) throws IOException, InterruptedException {
        book.holdTree();
        receipts = sale.sell(findings.verifier(), findings.place("receipts"));
        long last = receipts.lastKey();
        Waits.await("all orders are stored", Waits.QUIET, sale.id(), () -> book.end() == last);
        List<Long> numbers = List.copyOf(receipts.keySet());
        UNSIGNED.stream().limit(lie.orders()).map(numbers::get).forEach(unsigned::add);
        SIGNED.stream().limit(lie.orders()).map(numbers::get).forEach(signed::add);
        lie.tell(book, unsigned);
        long size = book.end();
        book.commit();
        sale.awaitSigned(size);
        return size;
    }

    /** Whoever signs by the book alone must find out. */
    private void alterSigned(ForgedBook book, long size) throws InterruptedException {
        lie.alterSigned(book, signed);
        book.commit();
        EndedCommand certify = system.certifyAnew(sale.id()).run(findings.place("halted"));
        String halt = "halted: " + lie.halt(signed, size);
        if (certify.code() != 0 && certify.said().stream().anyMatch(line -> line.endsWith(halt))) {
            findings.found("told of what was signed: certify " + halt);
        } else {
            findings.otherwise("certify ended with exit code " + certify.code() + " and did not say \"" + halt
                    + "\", but " + certify.said());
        }
    }

    /** The last resort. Whoever has kept a checkpoint knows better. */
    private void signAnew(ForgedBook book) throws IOException, InterruptedException {
        Path kept = Files.copy(sale.filesIn(system.proofs()).resolve("checkpoint"), findings.place("checkpoint"));
        lie.coverUp(book, signed);
        book.forgetTrees();
        book.commit();
        Path proofs = findings.place("anew");
        EndedCommand certify = system.certifyAnew(sale.id()).run(proofs);
        if (certify.code() != 0) {
            throw new IncidentException("nothing could be signed anew: " + certify.said());
        }
        List<Long> lied = new ArrayList<>(unsigned);
        lied.addAll(signed);
        show("all of it signed anew", proofs, lied);
        String histories =
                findings.verifier().consistency(kept, sale.filesIn(proofs), findings.place("consistency.txt"));
        findings.found("beside a checkpoint that was kept: " + histories);
        if (!StandAloneVerifier.word(histories).equals("BROKEN-4")) {
            findings.otherwise("a checkpoint that was kept and the one signed anew: " + histories);
        }
    }

    private void show(String when, Path proofs, List<Long> lied) throws IOException, InterruptedException {
        Map<Long, String> broken =
                lied.stream().collect(Collectors.toMap(Function.identity(), no -> BrokenWord.OTHER_LEAF));
        findings.show(when, receipts, sale.filesIn(proofs), broken);
    }
}
