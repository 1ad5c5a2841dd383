package dev.seckill.proof.command;

import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.Figures;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.verdict.Finding;
import dev.seckill.proof.verdict.KnownKeys;
import dev.seckill.proof.verdict.SaleAudit;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code audit}: whether all leaves of a sale are what the shop signed, and add up. */
final class AuditCommand implements Command {

    /** The list of keys among the files of a sale. */
    static final String KEYS_FILE = "keys";

    private static final String KEYS = "--keys";
    private static final String KEY = "--key";

    @Override
    public String usage() {
        return "DIR|URL [--key VKEY] [--keys FILE]";
    }

    @Override
    public Set<String> options() {
        return Set.of(KEYS, KEY);
    }

    @Override
    public ExitCode run(Arguments arguments, PrintStream out) {
        LogFiles files = LogFiles.at(arguments.places(1).get(0));
        ShopKeys keys = keys(files, arguments);
        SaleAudit audit = new SaleAudit(files, new KnownKeys(List.of(keys)));
        Optional<Finding> finding = audit.run(leaf -> {});
        if (finding.isPresent()) {
            out.println(finding.get());
            VerdictText.print(out, finding.get().papers());
            return ExitCode.BROKEN;
        }
        String sale = audit.checkpoint().size() + " events of " + audit.origin() + " are those that the shop signed";
        if (audit.doubt().isPresent()) {
            out.println("NOT YET: " + sale + ", but not shown to add up: "
                    + audit.doubt().get());
            return ExitCode.NOT_YET;
        }
        if (audit.certificate().isEmpty()) {
            out.println("NOT YET: " + sale + ", and add up, but there is no certificate");
            return ExitCode.NOT_YET;
        }
        out.println("PROVEN: " + sale + ", and add up");
        print(out, audit.certificate().get(), audit.orphanUnits());
        out.println("  root key: " + keys.root()
                + (arguments.option(KEY) == null ? " (by the files themselves; compare it with the shop's)" : ""));
        return ExitCode.PROVEN;
    }

    private static ShopKeys keys(LogFiles files, Arguments arguments) {
        NoteKey pinned = arguments.option(KEY) == null ? null : NoteKey.parse(arguments.option(KEY));
        String file = arguments.option(KEYS);
        return file == null
                ? InputFile.parse(KEYS_FILE, files.required(KEYS_FILE), bytes -> ShopKeys.of(Note.parse(bytes), pinned))
                : InputFile.keys(file, pinned);
    }

    private static void print(PrintStream out, Certificate certificate, long orphanUnits) {
        Figures figures = certificate.figures();
        out.println("  certificate: " + certificate.state() + ", of " + certificate.size() + " events");
        out.println("  units: " + figures.allotment() + " on sale, " + figures.accepted() + " accepted, "
                + figures.released() + " given back, " + figures.left() + " left");
        out.println("  confirmed: " + figures.confirmed());
        out.println("  numbers given up: " + figures.voids());
        if (orphanUnits > 0) {
            out.println("  given back by orders among them, and taken off the sale: " + orphanUnits + " units");
        }
    }
}
