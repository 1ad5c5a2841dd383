package dev.seckill.proof.command;

import dev.seckill.proof.cosign.CosignServer;
import dev.seckill.proof.cosign.Cosigner;
import dev.seckill.proof.cosign.SeenCheckpoints;
import dev.seckill.proof.keyfile.SecretFile;
import dev.seckill.proof.note.JdkNoteSigner;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.note.NoteSigner;
import dev.seckill.proof.note.PrivateNoteKey;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** {@code cosign}: signs what logs sign, as long as they take nothing back, until the process is ended. */
final class CosignCommand implements Command {

    private static final String LISTEN = "--listen";
    private static final String STATE = "--state";
    private static final String KEY = "--key";
    private static final String LOG = "--log";
    private static final int PORT_MAX = 65_535;

    @Override
    public String usage() {
        return "--listen HOST:PORT --state DIR --key FILE --log VKEY…";
    }

    @Override
    public Set<String> options() {
        return Set.of(LISTEN, STATE, KEY, LOG);
    }

    @Override
    public Set<String> repeatable() {
        return Set.of(LOG);
    }

    @Override
    public ExitCode run(Arguments arguments, PrintStream out) {
        arguments.places(0);
        NoteSigner signer = signer(Path.of(arguments.required(KEY)));
        arguments.required(LOG);
        List<NoteKey> logs = arguments.all(LOG).stream().map(NoteKey::parse).toList();
        InetSocketAddress address = address(arguments.required(LISTEN));
        try (SeenCheckpoints seen = SeenCheckpoints.in(Path.of(arguments.required(STATE)));
                CosignServer server =
                        CosignServer.start(new Cosigner(signer, logs, seen, Clock.systemUTC()), address)) {
            out.println(signer.key());
            out.println("listening on " + server.address().getHostString() + ":"
                    + server.address().getPort());
            new CountDownLatch(1).await();
            return ExitCode.PROVEN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.PROVEN;
        }
    }

    private static NoteSigner signer(Path file) {
        PrivateNoteKey key = PrivateNoteKey.parse(SecretFile.read(file));
        if (key.key().type() != KeyType.COSIGNATURE) {
            throw new BadInputException(file + " is no cosigner's key (keygen NAME FILE --type cosigner makes one)");
        }
        return new JdkNoteSigner(key);
    }

    private static InetSocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        String port = hostAndPort.substring(colon + 1);
        if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > PORT_MAX) {
            throw new BadInputException("--listen is HOST:PORT");
        }
        InetSocketAddress address = new InetSocketAddress(hostAndPort.substring(0, colon), Integer.parseInt(port));
        if (address.isUnresolved()) {
            throw new BadInputException("there is no host " + address.getHostString());
        }
        return address;
    }
}
