package dev.seckill.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.infra.testing.SettingRows;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.model.SaleId;
import dev.seckill.model.settings.CommandReader;
import dev.seckill.model.settings.Problems;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunOptionsTest {

    private final Problems problems = new Problems();

    @Test
    void areTheModelCaseByDefault() {
        RunOptions options = parse();

        assertThat(problems.isEmpty()).as(problems::message).isTrue();
        assertThat(options.saleCase())
                .isEqualTo(new SaleCase(
                        SaleId.DEFAULT, 2000, Duration.ofSeconds(5), 100, "/mock/mock", Duration.ofSeconds(60)));
        assertThat(options.addresses())
                .isEqualTo(new SystemAddresses(
                        URI.create("http://localhost:3000"),
                        URI.create("redis://localhost:6379"),
                        "jdbc:mysql://localhost:3306/seckill",
                        "root",
                        ""));
        assertThat(options.runCase).isEqualTo(RunCase.model);
        assertThat(options.credentials()).isEqualTo(new Credentials(null, null, null));
        assertThat(options.yes).isFalse();
        assertThat(options.stay).isFalse();
        assertThat(options.picture).isNull();
        assertThat(options.rehearse.isGiven()).isFalse();
    }

    @Test
    void areTakenFromTheCommandLineEveryOne() {
        RunOptions options = parse(
                "--case=planned",
                "--users=7",
                "--seconds=8",
                "--stock=9",
                "--host=api.test",
                "--port=10",
                "--path=/seckill",
                "--sale=shoes",
                "--redis=redis://r:11",
                "--mysql=jdbc:mysql://m:12/book",
                "--mysql-user=u",
                "--mysql-password=p",
                "--settle-wait=13",
                "--yes",
                "--stay",
                "--picture=sale.png");

        assertThat(problems.isEmpty()).as(problems::message).isTrue();
        assertThat(options.saleCase())
                .isEqualTo(new SaleCase(
                        new SaleId("shoes"), 7, Duration.ofSeconds(8), 9, "/seckill", Duration.ofSeconds(13)));
        assertThat(options.addresses())
                .isEqualTo(new SystemAddresses(
                        URI.create("http://api.test:10"),
                        URI.create("redis://r:11"),
                        "jdbc:mysql://m:12/book",
                        "u",
                        "p"));
        assertThat(options.plannedCase("planned-1"))
                .isEqualTo(
                        new PlannedCase(new SaleId("planned-1"), 7, Duration.ofSeconds(8), 9, Duration.ofSeconds(13)));
        assertThat(options.yes).isTrue();
        assertThat(options.stay).isTrue();
        assertThat(options.picture).isEqualTo(Path.of("sale.png"));
    }

    @Test
    void takeSecretsFromVariablesOnly() {
        RunOptions options = new RunOptions();
        new CommandReader(options, Map.of("ADMIN_TOKENS", "shop:s3cret,other:x", "BUYER_SECRET", "k3y"))
                .read(problems, "--case=planned");
        options.check(problems);
        assertThat(problems.isEmpty()).as(problems::message).isTrue();
        assertThat(options.credentials()).isEqualTo(new Credentials(new AdminToken("shop", "s3cret"), null, "k3y"));
        assertThat(options.credentials().toString()).isEqualTo("shop");

        parse("--admin-tokens=shop:s3cret", "--buyer-secret=k3y");
        assertThat(problems.message()).contains("ADMIN_TOKENS", "BUYER_SECRET").doesNotContain("s3cret", "k3y");
    }

    @Test
    void takeTheTokenOfARehearsalFromAFile(@TempDir Path folder) throws IOException {
        Path tokens = Files.writeString(folder.resolve("tokens"), "ann:s3cret\nbob:other\n");
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));

        RunOptions options = parse("--rehearse=https://shop.test", "--admin-tokens-file=" + tokens, "--users=7");

        assertThat(problems.isEmpty()).as(problems::message).isTrue();
        assertThat(options.rehearse.url).isEqualTo(URI.create("https://shop.test"));
        assertThat(options.credentials().admin()).isEqualTo(new AdminToken("ann", "s3cret"));
        assertThat(options.plannedCase("rehearsal-1").stock()).isEqualTo(100);
    }

    /** Whoever rehearses may have the variables of an instance, which knows kinds of servers that a run does not. */
    @Test
    void takeAnyServersOfASystemThatIsRehearsed() {
        Map<String, String> variables = Map.of(
                "REDIS_URL", "redis-cluster://redis-0:6379,redis-1:6379", "MYSQL_URL", "jdbc:mysql:loadbalance://m");
        RunOptions options = new RunOptions();
        new CommandReader(options, variables).read(problems, "--rehearse=https://shop.test");
        options.check(problems);
        assertThat(problems.isEmpty()).as(problems::message).isTrue();

        RunOptions ofARun = new RunOptions();
        new CommandReader(ofARun, variables).read(problems);
        ofARun.check(problems);
        assertThat(problems.message()).contains("--redis (REDIS_URL)", "--mysql (MYSQL_URL)");
    }

    @Test
    void refuseARehearsalWithoutAToken() {
        assertThatThrownBy(parse("--rehearse=http://localhost:3000")::credentials)
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("a rehearsal needs the token");
    }

    @Test
    void refuseARehearsalThatIsNoAddressOrSomethingElseAsWell() {
        parse("--rehearse=https://me:secret@shop.test/path?x=1", "--case=planned");

        assertThat(problems.message())
                .startsWith("2 settings are wrong:")
                .contains("--rehearse: must be http://host:port", "--rehearse: goes without --case")
                .doesNotContain("secret");
    }

    @Test
    void refuseACaOfNothing() {
        parse("--rehearse-ca=/no/such/file");

        assertThat(problems.message()).contains("--rehearse-ca: goes with --rehearse only", "cannot be read");
    }

    @Test
    void refuseAPlannedSaleOnAForeignSystemWithoutAToken() {
        assertThatThrownBy(parse("--case=planned")::credentials)
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("ADMIN_TOKENS=NAME:TOKEN");
    }

    @Test
    void reportEveryProblemAtOnceAndNoPassword() {
        parse(
                "--users=0",
                "--seconds=0",
                "--stock=-1",
                "--host=a b",
                "--port=65536",
                "--path=mock",
                "--sale={x}",
                "--redis=http://me:secret@r",
                "--mysql=mysql://m?password=secret",
                "--settle-wait=0");

        assertThat(problems.message())
                .startsWith("10 settings are wrong:")
                .contains("--users: 0 is not in [1..100000]", "--redis (REDIS_URL)", "--mysql (MYSQL_URL)", "--sale")
                .doesNotContain("secret");
    }

    @Test
    void areShownWithoutAPassword() {
        RunOptions options = parse("--redis=redis://:secret@r:11", "--mysql=jdbc:mysql://me:sec?secret@m:12/book?x=1");

        assertThat(options.addresses().toString())
                .contains("r:11", "m:12/book?x=1")
                .doesNotContain("sec");
    }

    @Test
    void reportAMalformedUrlWithoutItsPassword() {
        parse("--redis=redis://r?password=secret", "--mysql=mysql://me:secret@m/book");

        assertThat(problems.message()).startsWith("1 setting is wrong:").doesNotContain("secret");
    }

    @Test
    void standInTheReadmeAsTheyAre() {
        assertThat(SettingRows.inReadme("## Run it"))
                .containsExactlyInAnyOrderElementsOf(
                        SettingRows.of(new CommandReader(new RunOptions(), Map.of()).commandLine()));
    }

    private RunOptions parse(String... arguments) {
        RunOptions options = new RunOptions();
        new CommandReader(options, Map.of()).read(problems, arguments);
        options.check(problems);
        return options;
    }
}
