package dev.seckill.model.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

final class CommandReaderTest {

    private final StringWriter out = new StringWriter();
    private final Problems problems = new Problems();
    private List<String> notices = List.of();

    @Test
    void takesTheOptionThenTheVariableThenItsOldNameThenTheDefault() {
        assertThat(read(Map.of()).port).isEqualTo(3001);
        assertThat(read(Map.of("PORT", "1")).port).isEqualTo(1);
        assertThat(read(Map.of("PORT", "1", "SHOP_PORT", "2")).port).isEqualTo(2);
        assertThat(read(Map.of("PORT", "1", "SHOP_PORT", "2"), "--port=3").port).isEqualTo(3);
        assertThat(read(Map.of("PORT", "x", "SHOP_PORT", "2")).port).isEqualTo(2);
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void saysThatAnOldNameIsReadOrThatItIsNotTheOneThatCounts() {
        read(Map.of("PORT", "1"));
        assertThat(notices).containsExactly("the variable PORT is now SHOP_PORT; the old name is still read");
        read(Map.of("PORT", "1", "SHOP_PORT", "2"));
        assertThat(notices)
                .containsExactly("the variable SHOP_PORT counts, not its old name PORT, which says otherwise");
        read(Map.of("PORT", "2", "SHOP_PORT", "2"));
        assertThat(notices).isEmpty();
        read(Map.of("PORT", "1"), "--port=3");
        assertThat(notices).isEmpty();
    }

    @Test
    void takesAVariableAsItIs() {
        assertThat(read(Map.of("SECRET", "a$$b${sys:user.name}${env:PORT:-x}%n")).mixed.secret)
                .isEqualTo("a$$b${sys:user.name}${env:PORT:-x}%n");
        assertThat(read(Map.of("SECRET", "")).mixed.secret).isEmpty();
        assertThat(read(Map.of()).mixed.secret).isEmpty();
        assertThat(read(Map.of()).mixed.file).isNull();
        assertThat(read(Map.of("FILE", "f")).mixed.file).isEqualTo("f");
    }

    /** As random tokens do now and then. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Vq7Rk2",
                "-hX",
                "-V",
                "-h",
                "--",
                "--help",
                "--port",
                "--port=7",
                "-",
                "-x",
                "--x=y",
                "=",
                "'q'"
            })
    void takesAVariableThatLooksLikeAnOption(String value) {
        assertThat(read(Map.of("SECRET", value)).mixed.secret).isEqualTo(value);
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void tellsAllProblemsAtOnceWhateverTheirKind() {
        read(Map.of("SHOP_PORT", "x", "POOL", "many", "PAUSE", "9h"), "--colour=red", "--least=soon");

        assertThatThrownBy(problems::check)
                .isInstanceOf(BadSettingsException.class)
                .hasMessageStartingWith("5 settings are wrong:")
                .hasMessageContaining("--port (SHOP_PORT): 'x' is not a whole number in [0..65535]")
                .hasMessageContaining("--pool (POOL): 'many' is not a whole number")
                .hasMessageContaining("--pause (PAUSE): 9h is not in [1s..1h]")
                .hasMessageContaining("--least: 'soon' is not a duration such as 250ms, 2s, 1m or 24h")
                .hasMessageContaining("Unknown option: '--colour'");
    }

    /** It may be a mistyped option of a password. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--sekret=s3cret",
                "--sekret s3cret",
                "--sekret -s3cret",
                "--sekret:s3cret",
                "--sekret= s3cret",
                "-p s3cret",
                "-ps3cret",
                "s3cret",
                "s3cret --sekret",
                "--port 1 --sekret s3cret s3cret",
                "close --sekret=s3cret",
                "close s3cret",
                "--port --secret=s3cret"
            })
    void tellsOfWhatItDoesNotKnowTheNameAndNoValue(String arguments) {
        new CommandReader(new Shop(), Map.of()).read(problems, arguments.split(" "));

        assertThat(problems.isEmpty()).isFalse();
        assertThat(problems.message()).doesNotContain("s3cret");
        if (arguments.contains("--sekret")) {
            assertThat(problems.message()).contains("'--sekret'");
        }
    }

    @Test
    void aValueThatCannotBeReadDoesNotHideTheOthers() {
        Shop shop = read(Map.of("SHOP_PORT", "x"), "--pause=soon");

        assertThat(problems.message()).startsWith("2 settings are wrong:");
        assertThat(shop.pool).isEqualTo(3);
        assertThat(shop.pause).isNull();
    }

    @Test
    void holdsSettingsAgainstEachOtherUnlessOneOfThemCouldNotBeRead() {
        CommandReader reader = new CommandReader(new Shop(), Map.of());
        ParseResult asked = reader.read(problems, "--least=2m", "--pause=2m").orElseThrow();
        new SettingRules(asked.commandSpec(), problems).less("--least", "--pause");
        assertThat(problems.message()).contains("--least: 2m must be less than --pause (PAUSE), which is 2m");

        Problems others = new Problems();
        asked = new CommandReader(new Shop(), Map.of())
                .read(others, "--least=2m", "--pause=soon")
                .orElseThrow();
        new SettingRules(asked.commandSpec(), others).less("--least", "--pause");
        assertThat(others.message()).startsWith("1 setting is wrong:").contains("--pause (PAUSE): 'soon'");
    }

    @Test
    void theLastOfTwoEqualOptionsCounts() {
        assertThat(read(Map.of(), "--port=1", "--port=2").port).isEqualTo(2);
    }

    @Test
    void tellsWhatWasGivenFromWhatHasItsDefault() {
        CommandReader reader = new CommandReader(new Shop(), Map.of("PORT", "3001", "SECRET", ""));
        reader.read(problems, "--least=1s");

        assertThat(List.of("--port", "--pool", "--pause", "--least", "--secret", "--file"))
                .filteredOn(reader::isGiven)
                .containsExactly("--port", "--least", "--secret");
    }

    @Test
    void aSubcommandCollectsItsProblemsTooAndHasItsOptionsBehindIt() {
        assertThat(new CommandReader(new Shop(), Map.of("SHOP_PORT", "none")).read(problems, "close", "--wait=0s"))
                .isPresent();
        assertThat(problems.message())
                .startsWith("1 setting is wrong:")
                .contains("--wait (CLOSE_WAIT): 0ms is not in [1s..1m]");

        Problems others = new Problems();
        new CommandReader(new Shop(), Map.of()).read(others, "--port=1", "close");
        assertThat(others.message()).contains("options belong behind the subcommand: close --port");
    }

    /** It would be ignored otherwise, since only what stands behind the name belongs to the subcommand. */
    @ParameterizedTest
    @CsvSource({
        "--nonsense close, Unknown option: '--nonsense'",
        "--nonsense=s3cret close --wait=2s, Unknown option: '--nonsense'",
        "--port=s3cret close, --port (SHOP_PORT): 's3cret' is not a whole number",
        "s3cret close, belongs to no option and is none of the commands close",
    })
    void whatCannotBeReadBeforeASubcommandIsRefused(String arguments, String problem) {
        new CommandReader(new Shop(), Map.of()).read(problems, arguments.split(" "));

        assertThat(problems.message()).startsWith("1 setting is wrong:").contains(problem);
    }

    @Test
    void aSecretThatIsTypedIsRefusedAndNotTold() {
        Safe safe = new Safe();
        new CommandReader(safe, Map.of("CODE", "s3cret")).read(problems);
        assertThat(problems.isEmpty()).isTrue();
        assertThat(safe.code).isEqualTo("s3cret");

        new CommandReader(new Safe(), Map.of()).read(problems, "--code=s3cret");
        assertThat(problems.message())
                .contains("--code: ps shows what is typed; give the variable CODE")
                .doesNotContain("s3cret");
    }

    @Test
    void aFlagIsSetByItselfOrByItsVariable() {
        assertThat(dark(Map.of())).isFalse();
        assertThat(dark(Map.of(), "--dark")).isTrue();
        assertThat(dark(Map.of("DARK", "true"))).isTrue();
        assertThat(dark(Map.of("DARK", "true"), "--dark=false")).isFalse();
        assertThat(dark(Map.of("DARK", "false"), "--dark")).isTrue();
        assertThat(problems.isEmpty()).as(problems::message).isTrue();

        dark(Map.of("DARK", "perhaps"));
        assertThat(problems.message()).contains("--dark (DARK): 'perhaps' is not a boolean");
    }

    private boolean dark(Map<String, String> environment, String... arguments) {
        Room room = new Room();
        new CommandReader(room, environment).read(problems, arguments);
        return room.dark;
    }

    @Test
    void helpShowsVariableDefaultAndRange() {
        CommandReader reader = new CommandReader(new Shop(), Map.of("SHOP_PORT", "77", "SECRET", "hidden"));
        reader.commandLine().setOut(new PrintWriter(out));
        assertThat(reader.read(problems, "--help")).isEmpty();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("Where it listens. [0..65535] Default: 3001. Variable: SHOP_PORT.")
                .contains("Buyers at once, 5 % of them. [2..16 connections] Default: 3. Variable: POOL.")
                .contains("A secret. Default: empty. Variable: SECRET.")
                .contains("A file. Variable: FILE.")
                .doesNotContain("77", "hidden", "env:");
    }

    private Shop read(Map<String, String> environment, String... arguments) {
        Shop shop = new Shop();
        CommandReader reader = new CommandReader(shop, environment);
        assertThat(reader.read(problems, arguments)).isPresent();
        notices = reader.notices();
        return shop;
    }

    @Command(name = "shop", mixinStandardHelpOptions = true, subcommands = Close.class)
    static final class Shop {

        @Option(
                names = "--port",
                defaultValue = "${env:SHOP_PORT:-${env:PORT:-3001}}",
                description = "Where it listens. [0..65535]")
        int port;

        @Option(
                names = "--pool",
                defaultValue = "${env:POOL:-3}",
                description = "Buyers at once, 5 %% of them. [2..16 connections]")
        int pool;

        @Option(names = "--pause", defaultValue = "${env:PAUSE:-5s}", description = "How long. [1s..1h]")
        Duration pause;

        @Option(names = "--least", defaultValue = "1s", description = "How long at the least.")
        Duration least;

        @Mixin
        Mixed mixed;
    }

    static final class Mixed {

        @Option(names = "--secret", defaultValue = "${env:SECRET:-}", description = "A secret.")
        String secret;

        @Option(names = "--file", defaultValue = "${env:FILE:-" + Option.NULL_VALUE + "}", description = "A file.")
        String file;
    }

    @Command(name = "room", mixinStandardHelpOptions = true)
    static final class Room {

        @Option(names = "--dark", defaultValue = "${env:DARK:-false}", description = "Without a light.")
        boolean dark;
    }

    @Command(name = "safe", mixinStandardHelpOptions = true)
    static final class Safe {

        @Option(
                names = "--code",
                paramLabel = Setting.VARIABLE_ONLY,
                defaultValue = "${env:CODE:-" + Option.NULL_VALUE + "}",
                description = "A secret.")
        String code;
    }

    @Command(name = "close", mixinStandardHelpOptions = true)
    static final class Close {

        @Option(names = "--wait", defaultValue = "${env:CLOSE_WAIT:-5s}", description = "How long. [1s..1m]")
        Duration wait;
    }
}
