package dev.seckill.proof.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.seckill.proof.SampleFiles;
import dev.seckill.proof.SampleJournal;
import dev.seckill.proof.SampleShop;
import dev.seckill.proof.text.Certificate.State;
import dev.seckill.proof.text.EventLeaf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class VerifierJarIT {

    private static final long BYTES_MAX = 200_000;

    @TempDir
    private Path directory;

    @Test
    void isSmallAndHoldsOnePackageAlone() throws IOException {
        assertThat(Files.size(VerifierProcess.jar())).isLessThan(BYTES_MAX);
        try (JarFile jar = new JarFile(VerifierProcess.jar().toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class")))
                    .allMatch(name -> name.startsWith("dev/seckill/proof/"));
        }
    }

    /** What a buyer has, a JDK, and nothing of the shop. */
    @Test
    void withThreeFilesItSaysWhetherTheShopKeptItsWord() {
        SampleJournal journal = SampleJournal.whole();
        SampleJournal swapped = journal.with(EventLeaf.ofVoid(SampleShop.ORIGIN, 2));
        SampleJournal without = new SampleJournal().restocked(3);

        VerifierProcess.Run proven = verify(journal);
        VerifierProcess.Run broken = verify(swapped);
        VerifierProcess.Run shorter = VerifierProcess.run(
                "verify",
                file("my.receipt.json", journal.promise(2).bytes()),
                "--certificate",
                file(
                        "certificate",
                        SampleFiles.certificate(without, State.FINAL).bytes()));

        assertThat(proven.exitCode()).as(proven.err()).isZero();
        assertThat(proven.out()).startsWith("PROVEN");
        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.out()).startsWith("BROKEN-1");
        assertThat(shorter.exitCode()).isEqualTo(1);
        assertThat(shorter.out()).startsWith("BROKEN-2");
    }

    private VerifierProcess.Run verify(SampleJournal signed) {
        return VerifierProcess.run(
                "verify",
                file("my.receipt.json", SampleJournal.whole().promise(2).bytes()),
                "--proof",
                file("proof", signed.proof(2, signed.checkpoint()).toString().getBytes(UTF_8)),
                "--certificate",
                file("certificate", SampleFiles.certificate(signed, State.FINAL).bytes()),
                "--key",
                SampleShop.ROOT.key().toString());
    }

    private String file(String name, byte[] content) {
        return SampleFiles.write(directory, name, content).toString();
    }

    @Test
    void auditsASaleInADirectoryOrAtAnAddress() throws IOException {
        SampleFiles.write(directory, SampleJournal.whole(), State.FINAL);
        HttpServer shop = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        shop.createContext("/", exchange -> {
            Path file = directory.resolve(exchange.getRequestURI().getPath().substring(1));
            byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            exchange.sendResponseHeaders(Files.exists(file) ? 200 : 404, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        shop.start();
        try {
            VerifierProcess.Run near = VerifierProcess.run("audit", directory.toString());
            VerifierProcess.Run far = VerifierProcess.run(
                    "audit", "http://127.0.0.1:" + shop.getAddress().getPort());

            assertThat(near.exitCode()).as(near.err()).isZero();
            assertThat(far).isEqualTo(near);
        } finally {
            shop.stop(0);
        }
    }

    @Test
    void saysHowItIsUsed() {
        VerifierProcess.Run help = VerifierProcess.run("--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("verify RECEIPT", "audit DIR|URL", "consistency OLD NEW", "keygen", "cosign");
        assertThat(VerifierProcess.run().exitCode()).isEqualTo(2);
        assertThat(VerifierProcess.run("prove").err()).contains("consistency OLD NEW");
    }

    @Test
    void namesWhatIsWrongWithAnArgument() {
        assertThat(VerifierProcess.run("consistency", "a", "b", "--kees", "c").err())
                .isEqualTo("consistency: there is no option --kees\n");
        assertThat(VerifierProcess.run("consistency", "a", "b", "--keys").err())
                .isEqualTo("consistency: --keys needs a value\n");
        assertThat(VerifierProcess.run("consistency", "a", "b").err()).isEqualTo("consistency: --keys must be given\n");
        assertThat(VerifierProcess.run("consistency", "a").exitCode()).isEqualTo(2);
        assertThat(VerifierProcess.run("consistency", "a", "b", "--keys", "no-such-file")
                        .err())
                .isEqualTo("consistency: there is no file no-such-file\n");
    }
}
