package dev.seckill.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.seckill.proof.command.Commands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The jar's verdicts; and they are in a file, for other verifiers to be held against. */
final class VerifierCaseTest {

    private static final Path FILE =
            Path.of("src", "test", "resources", "dev", "seckill", "proof", "verifier-cases.json");

    @TempDir
    private Path directory;

    static List<VerifierCase> cases() {
        return VerifierCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theJarSaysWhatIsExpected(VerifierCase each) {
        List<String> arguments = new ArrayList<>(List.of(
                "verify",
                SampleFiles.write(directory, "my.receipt.json", each.receipt()).toString()));
        for (VerifierCase.Other other : each.others()) {
            Path file = SampleFiles.write(directory, arguments.size() + "-" + other.kind(), other.content());
            arguments.addAll(List.of("--" + other.kind(), file.toString()));
        }
        if (each.root() != null) {
            arguments.addAll(List.of("--key", each.root()));
        }
        each.cosigners().forEach(cosigner -> arguments.addAll(List.of("--cosigner", cosigner)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        Commands.run(
                arguments.toArray(String[]::new), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));

        if (each.expected().equals(VerifierCase.BAD_INPUT)) {
            assertThat(out.toString(UTF_8)).isEmpty();
            assertThat(err.toString(UTF_8)).startsWith("verify: ");
        } else {
            assertThat(out.toString(UTF_8)).startsWith(each.expected() + ": ");
        }
    }

    /** Where the cases changed, the file that they should be in lies in {@code target}. */
    @Test
    void theyAreInAFile() throws IOException {
        String json = json();
        Files.writeString(Path.of("target", FILE.getFileName().toString()), json);

        assertThat(FILE).hasContent(json);
    }

    private static String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartArray();
            for (VerifierCase each : VerifierCase.all()) {
                json.writeStartObject();
                json.writeStringField("name", each.name());
                json.writeStringField("expected", each.expected());
                json.writeStringField("receipt", new String(each.receipt(), UTF_8));
                json.writeArrayFieldStart("others");
                for (VerifierCase.Other other : each.others()) {
                    json.writeStartObject();
                    json.writeStringField("kind", other.kind());
                    json.writeStringField("content", new String(other.content(), UTF_8));
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeStringField("root", each.root());
                json.writeArrayFieldStart("cosigners");
                for (String cosigner : each.cosigners()) {
                    json.writeString(cosigner);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return text + "\n";
    }
}
