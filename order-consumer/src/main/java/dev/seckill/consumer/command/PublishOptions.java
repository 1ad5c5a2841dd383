package dev.seckill.consumer.command;

import dev.seckill.consumer.certify.CertifySettings;
import dev.seckill.consumer.certify.CertifySettings.Publish;
import dev.seckill.consumer.certify.CosignerSettings;
import dev.seckill.model.proof.ProofFolder;
import dev.seckill.model.proof.ProofOptions;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.tls.ClientTls;
import dev.seckill.model.tls.NamedFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What is signed of the sales, and where strangers find it. */
final class PublishOptions {

    @Mixin
    private ProofOptions keys;

    @Option(
            names = "--proofs",
            defaultValue = "${env:PROOFS:-" + Option.NULL_VALUE + "}",
            description = "Folder for the certificates, checkpoints and tiles of all sales, which strangers may have.")
    private Path proofs;

    @Option(
            names = "--publish",
            defaultValue = "${env:PROOF_PUBLISH:-live}",
            converter = When.class,
            description = "When strangers may have them: live, or closed, once the sale is closed and settled, because"
                    + " before that they show how it sells.")
    private Publish publish;

    @Option(
            names = "--certify-max",
            defaultValue = "${env:CERTIFY_MAX:-10000}",
            description = "Most events of a sale that are signed at once. [1..100000 events]")
    private int eventsMax;

    @Option(
            names = "--cosigners",
            defaultValue = "${env:PROOF_COSIGNERS:-" + Option.NULL_VALUE + "}",
            description = "File of those who are asked to sign each tree beside the shop, at most 16, one in each line:"
                    + " the key, and the address with http:// or https://. None: nobody is asked.")
    private Path cosigners;

    @Option(
            names = "--cosigner-ca",
            defaultValue = "${env:PROOF_COSIGNER_CA:-" + Option.NULL_VALUE + "}",
            description = "PEM file of the CAs that signed the certificates of cosigners with https://, the only ones"
                    + " that are trusted then; none: those that the JVM trusts.")
    private Path cosignerCa;

    @Option(
            names = "--cosigner-wait",
            defaultValue = "${env:PROOF_COSIGNER_WAIT:-5s}",
            description = "Longest wait for the whole answer of a cosigner, and, before the first tree of a sale after"
                    + " a start, for what cosigners know of it; nothing else waits for them. [100ms..1m]")
    private Duration cosignerWait;

    /** The settings; null if nothing is to be certified, or a problem was added. */
    CertifySettings toSettings(int salesMax, Duration every, Problems problems) {
        ProofFolder folder = keys.toFolder(problems);
        if (folder == null) {
            return null;
        }
        if (proofs == null || proofs.toString().isBlank()) {
            problems.add("--proofs (PROOFS): --proof-keys needs a folder for what is signed");
        }
        Path file = cosigners == null || cosigners.toString().isBlank() ? null : cosigners;
        ClientTls tls = ClientTls.read(new NamedFile("--cosigner-ca (PROOF_COSIGNER_CA)", cosignerCa), problems);
        if (tls != null && file == null) {
            problems.add("--cosigner-ca (PROOF_COSIGNER_CA): is of no use without --cosigners");
        }
        return problems.isEmpty()
                ? new CertifySettings(
                        folder,
                        proofs,
                        publish,
                        eventsMax,
                        salesMax,
                        every,
                        new CosignerSettings(file, tls, cosignerWait))
                : null;
    }

    /** Reads when something is published. */
    static final class When implements ITypeConverter<Publish> {

        @Override
        public Publish convert(String text) {
            for (Publish each : Publish.values()) {
                if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return each;
                }
            }
            throw new TypeConversionException("must be live or closed");
        }
    }
}
