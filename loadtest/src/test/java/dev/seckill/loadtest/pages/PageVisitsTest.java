package dev.seckill.loadtest.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PageVisitsTest {

    private static final Duration AT_ONCE = Duration.ofMillis(50);

    private TinyShop shop;

    @BeforeEach
    void open() throws IOException {
        shop = new TinyShop();
    }

    @AfterEach
    void close() throws IOException {
        shop.close();
    }

    @Test
    void eachLoadsThePageAndItsFilesOverOneConnection() throws IOException {
        PageContent content = PageContent.read(shop.address(), "/sales/cars", "cars");
        shop.forget();

        VisitsSeen seen = PageVisits.at(shop.address(), content, 20, AT_ONCE);
        PagesVerdict verdict = PagesVerdict.of(content, seen);

        assertThat(shop.connections()).isEqualTo(20);
        assertThat(shop.requests()).isEqualTo(60);
        assertThat(seen.whole()).isEqualTo(20);
        assertThat(seen.wireBytes()).isEqualTo(20 * content.wireBytes());
        assertThat(verdict.isPass()).as(verdict::text).isTrue();
        assertThat(verdict.requests()).isEqualTo(3);
        assertThat(verdict.text()).contains("20   of /sales/cars", "in 3 requests");
    }

    @Test
    void aPageThatIsRefusedIsNone() throws IOException {
        PageContent content = PageContent.read(shop.address(), "/sales/cars", "cars");
        shop.refuseEvery(4);

        PagesVerdict verdict = PagesVerdict.of(content, PageVisits.at(shop.address(), content, 20, AT_ONCE));

        assertThat(verdict.isPass()).isFalse();
        assertThat(verdict.whole()).isLessThan(20);
        assertThat(verdict.reasons().get(0)).endsWith(" of 20 did not get the page and its files");
        assertThat(verdict.text()).contains("status 503");
    }

    @Test
    void otherContentIsWrongContent() throws IOException {
        PageContent content = PageContent.read(shop.address(), "/sales/cars", "cars");

        shop.put("/static/a.1.css", "other");
        assertThat(whyWrong(content)).contains("/static/a.1.css - other bytes than before");

        shop.page("/static/a.1.css", "/static/c.3.js");
        assertThat(whyWrong(content)).contains("/sales/cars - names other files than before");

        shop.put("/sales/cars", "<html>bikes</html>");
        assertThat(whyWrong(content)).contains("/sales/cars - without the text cars");

        shop.put("/sales/cars", "cars");
        assertThat(whyWrong(content)).contains("/sales/cars - not a page");
    }

    private String whyWrong(PageContent content) {
        return PagesVerdict.of(content, PageVisits.at(shop.address(), content, 2, AT_ONCE))
                .text();
    }

    @Test
    void aConnectionThatEndsIsTold() throws IOException {
        PageContent content = PageContent.read(shop.address(), "/sales/cars", "cars");
        shop.hangUp();

        VisitsSeen seen = PageVisits.at(shop.address(), content, 2, AT_ONCE);

        assertThat(seen.whole()).isZero();
        assertThat(seen.reasons()).hasSize(2);
    }

    @Test
    void aFirstViewHasABound() throws IOException {
        shop.put("/static/a.1.css", "x".repeat((int) PagesVerdict.BYTES_MAX));
        PageContent content = PageContent.read(shop.address(), "/sales/cars", "cars");

        PagesVerdict verdict = PagesVerdict.of(content, PageVisits.at(shop.address(), content, 2, AT_ONCE));

        assertThat(verdict.reasons()).singleElement().asString().contains("bytes, more than 150000");
    }

    @Test
    void aPageWithoutItsFilesIsNotRead() {
        shop.page("/static/a.1.css", "/static/missing.js");

        assertThatThrownBy(() -> PageContent.read(shop.address(), "/sales/cars", "cars"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/static/missing.js")
                .hasMessageContaining("404");
    }
}
