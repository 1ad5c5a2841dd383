package dev.seckill.loadtest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.testing.SharedServers;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands the shop and a browser to tests. All classes of a JVM share one shop; each class has a browser of its own, which
 * forgets everything between two tests. A test also fails if a page wrote an error to the browser's console, as it does
 * when the content security policy stops something. What a failed test last saw lies in {@code target/screenshots}.
 */
final class RealBrowser implements ExecutionCondition, ParameterResolver, BeforeEachCallback, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(RealBrowser.class);
    private static final AtomicBoolean TOLD = new AtomicBoolean();
    private static final String MISSING = "browser tests - skipped: no chromium and chromedriver on the PATH (Debian:"
            + " apt-get install chromium chromium-driver), or by -Dbrowser.chromium=FILE -Dbrowser.driver=FILE";

    /** Made by JUnit. */
    RealBrowser() {}

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Chromium.find().isPresent()) {
            return ConditionEvaluationResult.enabled("there is a browser");
        }
        if (Chromium.isRequired()) {
            throw new IllegalStateException("-Dbrowser=required, but: " + MISSING);
        }
        if (!TOLD.getAndSet(true)) {
            System.err.println(MISSING);
        }
        return ConditionEvaluationResult.disabled(MISSING);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Shop.class || type == Browser.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Shop.class ? shop(context) : browser(context);
    }

    private static Shop shop(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(
                        Shop.class,
                        key -> Shop.start(
                                SharedServers.of(context),
                                Path.of(
                                        "target",
                                        "browser-" + ProcessHandle.current().pid())),
                        Shop.class);
    }

    private static Browser browser(ExtensionContext context) {
        return classContext(context)
                .getStore(NAMESPACE)
                .computeIfAbsent(
                        Browser.class,
                        key -> Browser.start(
                                Chromium.find().orElseThrow(), shop(context).url()),
                        Browser.class);
    }

    private static ExtensionContext classContext(ExtensionContext context) {
        return context.getTestMethod().isPresent() ? context.getParent().orElseThrow() : context;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        browser(context).forget();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Browser browser = browser(context);
        if (context.getExecutionException().isPresent()) {
            browser.keepForLater("failed-" + context.getRequiredTestClass().getSimpleName() + "-"
                    + context.getRequiredTestMethod().getName());
        } else {
            assertThat(browser.errors()).as("errors in the browser's console").isEmpty();
        }
    }
}
