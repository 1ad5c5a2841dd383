package dev.seckill.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.seckill.api.Contract;
import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.config.OrderBookSettings;
import dev.seckill.api.config.Secret;
import dev.seckill.api.live.FakeSharedFigures;
import dev.seckill.api.live.LiveFigures;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.model.SaleId;
import io.javalin.Javalin;
import io.javalin.router.Endpoint;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every route stands in the contract, and every route of the contract is there. */
final class ContractRoutesTest {

    private static final ApiConfig.Http SETTINGS = new ApiConfig.Http(
            "127.0.0.1",
            0,
            8,
            1000,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Gates.DEFAULT);

    /** What people look at: no program reads it. */
    private static final Set<String> PAGES = Set.of(
            "PageRoutes",
            "OfferPage",
            "SalePages",
            "BuyForm",
            "OutcomePage",
            "StaffPages",
            "VerifyPage",
            "FileRoutes",
            "EmbedRoutes",
            "OrderWayRoute");

    private static final OrderBookSettings BOOK = new OrderBookSettings(
            URI.create("http://127.0.0.1:1"),
            new Secret("the-book-is-open"),
            Duration.ofSeconds(1),
            2,
            Duration.ofSeconds(1));

    @Test
    void theRoutesOfTheServersAreThoseOfTheContract() {
        try (ApiMetrics metrics = new ApiMetrics();
                LiveFigures figures = LiveParts.figures(
                        LiveParts.SETTINGS, new FakeSharedFigures(), "one", metrics, new FakeDecisions())) {
            Set<String> served = new TreeSet<>();
            Javalin javalin =
                    Javalin.create(config -> groups(metrics, figures).forEach(group -> group.addTo(config.routes)));
            javalin.unsafe.internalRouter.allHttpHandlers().forEach(parsed -> served.add(name(parsed.endpoint)));
            Set<String> heads = served.stream()
                    .filter(route -> route.startsWith("HEAD "))
                    .map(route -> route.replace("HEAD ", "GET "))
                    .collect(Collectors.toSet());
            served.removeIf(route -> route.startsWith("HEAD "));

            assertThat(served).isEqualTo(Contract.routes());
            assertThat(served.stream().filter(route -> route.startsWith("GET ")))
                    .as("that have a HEAD")
                    .containsExactlyInAnyOrderElementsOf(heads);
        }
    }

    private static String name(Endpoint endpoint) {
        // A part of the path that may have slashes looks like any other one in the contract.
        return endpoint.method.name() + " " + endpoint.path.replace('<', '{').replace('>', '}');
    }

    private static List<HttpRoutes> groups(ApiMetrics metrics, LiveFigures figures) {
        FakeDecisions decisions = new FakeDecisions();
        return List.of(
                new PurchaseRoutes(
                        SaleId.DEFAULT,
                        Deciding.by(decisions),
                        SETTINGS,
                        metrics,
                        Admissions.open(metrics),
                        figures.counted()),
                new SalesApi(
                        Deciding.by(decisions),
                        decisions,
                        SaleId.DEFAULT,
                        List::of,
                        SETTINGS,
                        BOOK,
                        Shop.TOKENS,
                        Admissions.open(metrics),
                        metrics,
                        LiveParts.SETTINGS,
                        figures),
                new ReceiptRoutes(metrics.receipts(), SETTINGS, (sale, order) -> null, (sale, file) -> null),
                new DocsRoutes(),
                new HealthRoutes(null, null, null, null, null),
                new MetricsRoute(metrics));
    }

    /** Otherwise the test above would not see a new one. */
    @Test
    void noOtherClassHasRoutes() {
        assertThat(new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("dev.seckill.api")
                                .stream()
                                .filter(each -> each.isAssignableTo(HttpRoutes.class) && !each.isInterface())
                                .map(JavaClass::getSimpleName)
                                .filter(name -> !PAGES.contains(name)))
                .containsExactlyInAnyOrder(
                        "PurchaseRoutes",
                        "SalesApi",
                        "OrderRoutes",
                        "OrderChangeRoutes",
                        "OrderBookRoutes",
                        "ProofRoutes",
                        "SaleRoutes",
                        "SaleListRoute",
                        "LiveRoutes",
                        "ReceiptRoutes",
                        "AdminRoutes",
                        "DocsRoutes",
                        "HealthRoutes",
                        "MetricsRoute");
    }
}
