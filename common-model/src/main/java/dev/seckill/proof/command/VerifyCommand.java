package dev.seckill.proof.command;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.LeafKind;
import dev.seckill.proof.text.Receipt;
import dev.seckill.proof.text.ReceiptFile;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.text.TlogProof;
import dev.seckill.proof.verdict.Evidence;
import dev.seckill.proof.verdict.Finding;
import dev.seckill.proof.verdict.KnownKeys;
import dev.seckill.proof.verdict.Outcome;
import dev.seckill.proof.verdict.ReceiptCheck;
import dev.seckill.proof.verdict.SaleAudit;
import dev.seckill.proof.verdict.Trust;
import dev.seckill.proof.verdict.Verdict;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** {@code verify}: whether the shop kept its word to the buyer of a receipt, or of each of several. */
final class VerifyCommand implements Command {

    private static final String CERTIFICATE = "--certificate";
    private static final String PROOF = "--proof";
    private static final String CHECKPOINT = "--checkpoint";
    private static final String RECEIPT = "--receipt";
    private static final String KEYS = "--keys";
    private static final String LEAVES = "--leaves";
    private static final String KEY = "--key";
    private static final String COSIGNER = "--cosigner";

    private static final List<ExitCode> WORST_FIRST =
            List.of(ExitCode.BROKEN, ExitCode.BAD_INPUT, ExitCode.NOT_YET, ExitCode.PROVEN);

    @Override
    public String usage() {
        return "RECEIPT… [--certificate FILE]… [--proof FILE]… [--checkpoint FILE]… [--receipt FILE]…"
                + " [--keys FILE]… [--leaves DIR|URL] [--key VKEY] [--cosigner VKEY]…";
    }

    @Override
    public Set<String> options() {
        return Set.of(CERTIFICATE, PROOF, CHECKPOINT, RECEIPT, KEYS, LEAVES, KEY, COSIGNER);
    }

    @Override
    public Set<String> repeatable() {
        return Set.of(CERTIFICATE, PROOF, CHECKPOINT, RECEIPT, KEYS, COSIGNER);
    }

    @Override
    public ExitCode run(Arguments arguments, PrintStream out) {
        List<String> files = arguments.places();
        if (files.isEmpty()) {
            throw new BadInputException("there must be a receipt beside options");
        }
        Trust trust = new Trust(
                arguments.option(KEY) == null ? null : NoteKey.parse(arguments.option(KEY)),
                arguments.all(COSIGNER).stream().map(NoteKey::parse).toList());
        // One for all: most of the time goes into reading a list of keys, and receipts of one shop have the same.
        ReceiptCheck check = new ReceiptCheck(trust, Clock.systemUTC());
        Evidence evidence = evidence(arguments);
        if (files.size() == 1) {
            return verify(files.get(0), arguments, trust, check, evidence, out);
        }
        Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
        for (String file : files) {
            out.println(file);
            try {
                codes.add(verify(file, arguments, trust, check, evidence, out));
            } catch (RuntimeException e) {
                out.println("BAD INPUT: " + Commands.reason(e));
                codes.add(ExitCode.BAD_INPUT);
            }
        }
        return WORST_FIRST.stream().filter(codes::contains).findFirst().orElseThrow();
    }

    private static ExitCode verify(
            String file, Arguments arguments, Trust trust, ReceiptCheck check, Evidence evidence, PrintStream out) {
        byte[] receipt = InputFile.read(file, Function.identity());
        Verdict verdict = check.verdict(receipt, evidence);
        String leaves = arguments.option(LEAVES);
        if (leaves != null && verdict.outcome() != Outcome.NOT_A_RECEIPT) {
            ShopKeys keys = ShopKeys.of(Note.parse(ReceiptFile.parse(receipt).keys()), trust.root());
            verdict = check.verdict(receipt, ofLeaves(evidence, LogFiles.at(leaves), verdict, receipt, keys));
        }
        new VerdictText(out, trust.root() != null).print(verdict);
        return exitCode(verdict.outcome());
    }

    private static Evidence evidence(Arguments arguments) {
        Evidence evidence = Evidence.NONE;
        for (String file : arguments.all(KEYS)) {
            evidence = evidence.withKeys(InputFile.readNote(file, Function.identity()));
        }
        for (String file : arguments.all(CERTIFICATE)) {
            evidence = evidence.withCertificate(InputFile.readNote(file, Function.identity()));
        }
        for (String file : arguments.all(PROOF)) {
            evidence = evidence.with(InputFile.read(file, (byte[] bytes) -> TlogProof.parse(bytes)));
        }
        for (String file : arguments.all(CHECKPOINT)) {
            evidence = evidence.with(InputFile.readNote(file, Checkpoint::parse));
        }
        for (String file : arguments.all(RECEIPT)) {
            evidence = evidence.with(InputFile.read(file, VerifyCommand::receipt));
        }
        return evidence;
    }

    /** A receipt, alone or in the file that another buyer kept. */
    private static Receipt receipt(byte[] bytes) {
        boolean isFile = bytes.length > 0 && bytes[0] == '{';
        return Receipt.parse(isFile ? Note.parse(ReceiptFile.parse(bytes).receipt()) : Note.parse(bytes));
    }

    /** What the sale's files add: what stands at the order's number, whether it was given back, whether all adds up. */
    private static Evidence ofLeaves(Evidence given, LogFiles files, Verdict verdict, byte[] receipt, ShopKeys keys) {
        Evidence evidence = given;
        byte[] listed = files.read(AuditCommand.KEYS_FILE);
        if (listed != null) {
            evidence = evidence.withKeys(InputFile.parse(AuditCommand.KEYS_FILE, listed, Note::parse));
        }
        SaleAudit audit = new SaleAudit(files, KnownKeys.of(keys, evidence.keys()));
        if (!audit.origin().equals(verdict.leaf().origin())) {
            throw new BadInputException("the leaves are of " + audit.origin() + ", the receipt of "
                    + verdict.leaf().origin());
        }
        ReceiptFile file = ReceiptFile.parse(receipt);
        List<Long> places = new ArrayList<>();
        if (verdict.leaf().no() <= audit.checkpoint().size()) {
            places.add(verdict.leaf().index());
        }
        Optional<Finding> finding = audit.run(leaf -> {
            if (leaf.kind() == LeafKind.RELEASED
                    && leaf.no() <= audit.checkpoint().size()
                    && file.isAbout(leaf)) {
                places.add(leaf.index());
            }
        });
        evidence = finding.map(evidence::with).orElse(evidence).with(audit.checkpoint());
        evidence = audit.doubt().map(evidence::withDoubt).orElse(evidence);
        if (audit.certificateNote().isPresent()) {
            evidence = evidence.withCertificate(audit.certificateNote().get());
        }
        for (long place : places) {
            evidence = withProof(evidence, audit, place, finding.isPresent());
        }
        return evidence;
    }

    /** @param isBroken whether the files show already that the shop broke its word; then it needs no proof that they hold */
    private static Evidence withProof(Evidence evidence, SaleAudit audit, long place, boolean isBroken) {
        try {
            return evidence.with(audit.proof(place));
        } catch (BadTextException e) {
            if (isBroken) {
                return evidence;
            }
            throw e;
        }
    }

    private static ExitCode exitCode(Outcome outcome) {
        return switch (outcome) {
            case PROVEN, RELEASED -> ExitCode.PROVEN;
            case PROMISED -> ExitCode.NOT_YET;
            case NOT_A_RECEIPT -> ExitCode.BAD_INPUT;
            default -> ExitCode.BROKEN;
        };
    }
}
