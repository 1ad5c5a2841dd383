package dev.seckill.loadtest.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Somebody in front of a headless Chromium. What is not there yet is waited for, within a bound. */
final class Browser implements AutoCloseable {

    /** How long anything on a page may take on a busy machine. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int TABS_MAX = 50;
    private static final int QUIET_LOOKS = 10;
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final long NO_LIMIT = -1;

    /** Selenium's own copies of Chrome's protocol are not used, so it need not say that it has none for this version. */
    private static final Logger PROTOCOLS = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    private final ChromeDriver driver;
    private final String origin;
    private final List<String> errors = new ArrayList<>();

    private Browser(ChromeDriver driver, String origin) {
        this.driver = driver;
        this.origin = origin;
    }

    /** @param origin where paths are, as {@code http://host:port} */
    static Browser start(Chromium chromium, String origin) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.browser().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-background-timer-throttling",
                "--disable-renderer-backgrounding",
                "--force-color-profile=srgb",
                "--no-proxy-server");
        options.setExperimentalOption("prefs", Map.of("intl.accept_languages", "en"));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        PROTOCOLS.setLevel(Level.OFF);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromium.driver().toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options), origin);
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Opens a path of the shop, or an address. */
    void open(String pathOrAddress) {
        driver.get(pathOrAddress.startsWith("/") ? origin + pathOrAddress : pathOrAddress);
    }

    void reload() {
        driver.navigate().refresh();
    }

    /** Opens another tab and goes on in it. */
    void openTab(String path) {
        driver.switchTo().newWindow(WindowType.TAB);
        open(path);
    }

    void goToTab(int number) {
        driver.switchTo().window(List.copyOf(driver.getWindowHandles()).get(number));
    }

    /** Goes on in this frame of the page. */
    void enterFrame(String css) {
        eventually(() -> driver.switchTo().frame(element(css)));
    }

    void click(String css) {
        eventually(() -> element(css).click());
    }

    void type(String css, String text) {
        eventually(() -> {
            element(css).clear();
            element(css).sendKeys(text);
            assertThat(element(css).getDomProperty("value")).isEqualTo(text); // nothing else wrote into it meanwhile
        });
    }

    /** The first of its kind; fails if there is none. */
    WebElement element(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    boolean has(String css) {
        return !driver.findElements(By.cssSelector(css)).isEmpty();
    }

    /** Whether somebody sees it. */
    boolean shows(String css) {
        return has(css) && element(css).isDisplayed();
    }

    /** What somebody reads there. */
    String text(String css) {
        return element(css).getText();
    }

    String attribute(String css, String name) {
        return element(css).getDomAttribute(name);
    }

    /** Waits until what is asserted holds; an element that is not there, or no longer, is looked for again. */
    void eventually(Runnable asserted) {
        await().atMost(PATIENCE).pollInterval(LOOK_EVERY).untilAsserted(() -> {
            try {
                asserted.run();
            } catch (WebDriverException notThere) {
                throw new AssertionError(notThere.getRawMessage(), notThere);
            }
        });
    }

    /** Chooses colours and window. */
    void look(Look look) {
        send("Emulation.setEmulatedMedia", Map.of("features", List.of(colours(look.dark()))));
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        look.device().width,
                        "height",
                        look.device().height,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        look.device() != Look.Device.DESKTOP));
    }

    private static Map<String, String> colours(boolean dark) {
        return Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    }

    /** What pages opened from now on are told of the reader's languages. */
    void speak(String languages) {
        send(
                "Emulation.setUserAgentOverride",
                Map.of("userAgent", driver.executeScript("return navigator.userAgent"), "acceptLanguage", languages));
    }

    /** Whether pages opened from now on run their scripts. */
    void runScripts(boolean run) {
        send("Emulation.setScriptExecutionDisabled", Map.of("value", !run));
    }

    /** Takes the tab off the network, or back. */
    void connect(boolean connected) {
        send("Network.enable", Map.of());
        send(
                "Network.emulateNetworkConditions",
                Map.of(
                        "offline",
                        !connected,
                        "latency",
                        0,
                        "downloadThroughput",
                        NO_LIMIT,
                        "uploadThroughput",
                        NO_LIMIT));
    }

    /** What becomes of this sale does not reach the pages opened from now on; a purchase does reach the shop. */
    void hearNothingOf(TestSale sale) {
        String seen = origin + "/api/sales/" + sale.id();
        send("Network.enable", Map.of());
        send("Network.setBlockedURLs", Map.of("urlPatterns", List.of(blocked(seen), blocked(seen + "/live"))));
    }

    /** Pages opened from now on get receipts whose proof is of a leaf that says VOID in the place of the order. */
    void putAVoidIntoEachProof() {
        send("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
                const fetched = window.fetch;
                window.fetch = async (...asked) => {
                  const reply = await fetched(...asked);
                  const body = String(asked[0]).endsWith('/receipt') && reply.ok ? await reply.clone().json() : null;
                  if (!body || !body.proof) {
                    return reply;
                  }
                  const leaf = (text) => btoa(atob(text).replace('kind ACCEPTED', 'kind VOID'));
                  const proof = body.proof.replace(/(?<=\\nextra )\\S+/, leaf);
                  return new Response(JSON.stringify({ ...body, proof }), reply);
                };
                """));
    }

    private static Map<String, Object> blocked(String address) {
        return Map.of("urlPattern", address, "block", true);
    }

    /** As if the buyer came back with another device: no order and no key is known any more. */
    void keepOnlyTheBuyer() {
        driver.executeScript("""
                const buyer = localStorage.getItem('seckill.buyer');
                localStorage.clear();
                localStorage.setItem('seckill.buyer', buyer);
                """);
    }

    /** Goes from the top of the page with the tab key until the element has the focus. */
    void tabTo(String css) {
        for (int presses = 0; presses < TABS_MAX && !focusIsWithin(css); presses++) {
            press(Keys.TAB);
        }
        assertThat(focusIsWithin(css))
                .as(css + " can be reached with the tab key")
                .isTrue();
    }

    void press(Keys key) {
        new Actions(driver).sendKeys(key).perform();
    }

    boolean focusIsWithin(String css) {
        return (Boolean) driver.executeScript("return !!document.activeElement.closest(arguments[0])", css);
    }

    /** The next page comes as the first one of a visitor: nothing of it is in the browser's cache. */
    void forgetFiles() {
        send("Network.clearBrowserCache", Map.of());
    }

    /** Waits until the page has loaded what it loads, but for streams, which stay open. */
    void awaitQuiet() {
        List<Object> counts = new ArrayList<>();
        eventually(() -> {
            counts.add(driver.executeScript("return performance.getEntriesByType('resource').length"));
            int looks = counts.size();
            assertThat(looks).isGreaterThanOrEqualTo(QUIET_LOOKS);
            assertThat(Set.copyOf(counts.subList(looks - QUIET_LOOKS, looks))).hasSize(1);
        });
    }

    /** What the page loaded that is not of the shop. */
    List<String> foreignAddresses() {
        return ((List<?>) driver.executeScript(
                        "return performance.getEntriesByType('resource').map((entry) => entry.name)"))
                .stream()
                        .map(Object::toString)
                        .filter(address -> !address.startsWith(origin + "/"))
                        .toList();
    }

    /** Whether the page is wider than its window. */
    boolean scrollsSideways() {
        return (Boolean) driver.executeScript(
                "return document.documentElement.scrollWidth > document.documentElement.clientWidth");
    }

    /** Keeps a picture of the whole page in {@code target/screenshots}. */
    Path picture(String name) {
        Number height = (Number) driver.executeScript("return document.documentElement.scrollHeight");
        Number width = (Number) driver.executeScript("return document.documentElement.clientWidth");
        Map<String, Object> clip = Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1);
        Object data = send(
                        "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true, "clip", clip))
                .get("data");
        return keep(name + ".png", Base64.getDecoder().decode((String) data));
    }

    /** Keeps what can be seen, and the errors so far, after a test that failed. */
    void keepForLater(String name) {
        try {
            picture(name);
            keep(name + ".html", driver.getPageSource().getBytes(UTF_8));
        } catch (WebDriverException gone) {
            System.err.println(name + " - no picture: " + gone.getRawMessage());
        }
        errors().forEach(error -> System.err.println(name + " - " + error));
    }

    private static Path keep(String name, byte[] content) {
        try {
            Files.createDirectories(PICTURES);
            return Files.write(PICTURES.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What the pages wrote to the console as errors since the test began. A refusal that a script asked for and
     * reads (a 409 of the API, say), or a connection that a test cut, is noted there by the browser itself and no error.
     */
    List<String> errors() {
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue() && !isReadByScript(entry.getMessage())) {
                errors.add(entry.getMessage());
            }
        }
        return List.copyOf(errors);
    }

    private boolean isReadByScript(String message) {
        return message.contains("Failed to load resource")
                && (message.startsWith(origin + "/api/") || message.contains("/way - "));
    }

    /** The same, and no reason any more why the test should fail. */
    List<String> takeErrors() {
        List<String> taken = errors();
        errors.clear();
        return taken;
    }

    /** Closes all tabs but one and forgets what pages stored, as a new profile does. */
    void forget() {
        Set<String> tabs = driver.getWindowHandles();
        driver.switchTo().newWindow(WindowType.TAB); // has no emulation and no session storage
        String fresh = driver.getWindowHandle();
        for (String tab : tabs) {
            driver.switchTo().window(tab).close();
        }
        driver.switchTo().window(fresh);
        send("Network.clearBrowserCookies", Map.of());
        send("Storage.clearDataForOrigin", Map.of("origin", origin, "storageTypes", "all"));
        look(Look.USUAL);
        takeErrors();
    }

    private Map<String, Object> send(String command, Map<String, Object> parameters) {
        return driver.executeCdpCommand(command, parameters);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
