package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;
import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.Checkout;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.app.ProofSettings;
import dev.seckill.loadtest.proof.StandAloneVerifier;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A consumer that certifies the sale that it drains, against one that drains alone; then one that finds a whole sale in the
 * order book and certifies that, and a stranger who audits what it made.
 */
final class Certifying implements BenchCase {

    private static final Duration SIGNED_WAIT = Duration.ofMinutes(10);

    private static final double MILLION = 1e6;
    private static final double SECONDS_TO_CERTIFY = 60;
    private static final double SECONDS_TO_AUDIT = 30;
    private static final String AUDIT_HEAP = "-Xmx256m";

    private static final String OFF = "certify: events drained per second, not certified";
    private static final String ON = "certify: events drained per second, certified";
    private static final String OFF_AGAIN = "certify: not certified ÷ the same at the round's begin";
    private static final String MEMORY = "certify: consumer, resident MB";
    private static final String BEHIND = "certify: seconds from the last row to the last signature";
    private static final String CERTIFIED = "certify: events certified per second";
    private static final String HEAP = "certify: MB alive in the heap of who has certified";
    private static final String AUDITED = "certify: events audited per second";

    private final Lab lab;

    Certifying(Lab lab) {
        this.lab = lab;
    }

    /**
     * A sale whose events are on the log.
     *
     * @param proofs where the certifier is to work
     * @param files what it has for strangers of this sale
     */
    private record Sale(String name, FullLog log, Path proofs, Path files, int events) {

        boolean isSigned() {
            try {
                byte[] checkpoint = Files.readAllBytes(files.resolve("checkpoint"));
                return Checkpoint.parse(Note.parse(checkpoint)).size() == events;
            } catch (NoSuchFileException e) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void round(int round) throws InterruptedException {
        String name = "certify-" + (round + 1) + "-";
        double before = drain(sale(name + "before"));
        drainCertifying(sale(name + "one"));
        drainCertifying(sale(name + "two"));
        Sale last = sale(name + "after");
        lab.note(OFF_AGAIN, drain(last) / before);
        certify(last);
        audit(last);
    }

    private Sale sale(String name) throws InterruptedException {
        List<SaleEvent> events = DrainEvents.provable(new SaleId(name), lab.options().rows);
        Path proofs = lab.system().data().resolve("proofs-" + name);
        String origin = new Origin(ProofSettings.ORIGIN, name, events.get(0).at()).toString();
        Path files = proofs.resolve(origin.substring(ProofSettings.ORIGIN.length() + 1));
        return new Sale(name, FullLog.of(lab, name, events), proofs, files, events.size());
    }

    /** Of a book without other sales, so that all drains begin alike and the certifier has one to do. */
    private double drain(Sale sale) throws InterruptedException {
        lab.system().dropOrderBook();
        try (AppProcess consumer = sale.log().consumer(sale.name())) {
            consumer.start();
            double perSecond = sale.log().drainedPerSecond(consumer);
            lab.note(OFF, perSecond);
            return perSecond;
        }
    }

    private void drainCertifying(Sale sale) throws InterruptedException {
        lab.system().dropOrderBook();
        try (AppProcess consumer = certifier(sale, sale.name())) {
            consumer.start();
            lab.note(ON, sale.log().drainedPerSecond(consumer));
            lab.note(MEMORY, ProcessUse.residentMb(consumer.pid()));
            lab.note(BEHIND, secondsUntilSigned(sale));
        }
    }

    /** Its JVM ends if the heap is too small for it. */
    private void certify(Sale sale) throws InterruptedException {
        try (AppProcess consumer = certifier(sale, sale.name() + "-certifier")) {
            consumer.launch();
            ProcessorTime time = ProcessorTime.of(lab, consumer);
            lab.note(CERTIFIED, sale.events() / secondsUntilSigned(sale));
            time.note(lab, CERTIFIED, sale.events());
            lab.note(HEAP, HeapUse.liveMb(consumer.pid()));
        }
    }

    private AppProcess certifier(Sale sale, String program) {
        return sale.log().consumer(program, lab.system().certifying(sale.proofs()));
    }

    private static double secondsUntilSigned(Sale sale) throws InterruptedException {
        long begin = System.nanoTime();
        BenchSystem.await(SIGNED_WAIT, "all of " + sale.name() + " is signed", sale::isSigned);
        return secondsSince(begin);
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private void audit(Sale sale) throws InterruptedException {
        try {
            StandAloneVerifier verifier =
                    StandAloneVerifier.find(Checkout.find().root(), lab.system().rootKey());
            long begin = System.nanoTime();
            List<String> said =
                    verifier.audit(sale.files(), AUDIT_HEAP, sale.proofs().resolve("audit.txt"));
            lab.note(AUDITED, sale.events() / secondsSince(begin));
            if (said.isEmpty() || !said.get(0).startsWith("PROVEN: " + sale.events() + " events ")) {
                throw new IllegalStateException("bench - the audit of " + sale.files() + " says: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("bench - the sale cannot be audited", e);
        }
    }

    @Override
    public List<Target> targets() {
        Figures figures = lab.figures();
        return List.of(
                new Target(
                        "events drained/s with the certifier ÷ without",
                        AT_LEAST,
                        0.95,
                        figures.of(ON).over(figures.of(OFF))),
                new Target("the same without ÷ without", REPORTED, 0, figures.of(OFF_AGAIN)),
                new Target("events drained/s with the certifier", REPORTED, 0, figures.of(ON)),
                new Target("resident MB of a consumer that certifies, at full drain", AT_MOST, 300, figures.of(MEMORY)),
                new Target("seconds from the last row to the last signature", REPORTED, 0, figures.of(BEHIND)),
                new Target(
                        "events certified/s, of the book alone (a million in " + (int) SECONDS_TO_CERTIFY + " s)",
                        AT_LEAST,
                        MILLION / SECONDS_TO_CERTIFY,
                        figures.of(CERTIFIED)),
                new Target(
                        "microseconds of processor time each, start included",
                        REPORTED,
                        0,
                        ProcessorTime.of(figures, CERTIFIED)),
                new Target("MB alive in the heap after that", REPORTED, 0, figures.of(HEAP)),
                new Target(
                        "events audited/s by the jar, " + AUDIT_HEAP + " (a million in " + (int) SECONDS_TO_AUDIT
                                + " s)",
                        AT_LEAST,
                        MILLION / SECONDS_TO_AUDIT,
                        figures.of(AUDITED)));
    }
}
