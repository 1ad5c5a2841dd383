package dev.seckill.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** The plan as JMeter will read it; tests run in the module's folder. */
class FlashSalePlanTest {

    private Document plan;

    @BeforeEach
    void readPlan() throws Exception {
        plan = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("flash-sale.jmx").toFile());
    }

    @Test
    void sendsTheModelCaseUnlessToldOtherwise() throws Exception {
        assertThat(property("ThreadGroup.num_threads")).isEqualTo("${__P(users,2000)}");
        assertThat(property("ThreadGroup.ramp_time")).isEqualTo("${__P(ramp,5)}");
        assertThat(property("HTTPSampler.domain")).isEqualTo("${__P(host,localhost)}");
        assertThat(property("HTTPSampler.port")).isEqualTo("${__P(port,3000)}");
        assertThat(property("HTTPSampler.path")).isEqualTo("${__P(path,/mock/mock)}");
        assertThat(property("HTTPSampler.method")).isEqualTo("POST");
    }

    @Test
    void sendsEveryBuyerOnceAndEnds() throws Exception {
        assertThat(property("LoopController.continue_forever")).isEqualTo("false");
        assertThat(property("LoopController.loops")).isEqualTo("1");
    }

    @Test
    void boundsEveryWait() throws Exception {
        assertThat(property("HTTPSampler.connect_timeout")).isEqualTo("5000");
        assertThat(property("HTTPSampler.response_timeout")).isEqualTo("30000");
    }

    @Test
    void keepsTheOrderIdAndTheReply() throws Exception {
        assertThat(find("//RegexExtractor[stringProp[@name='RegexExtractor.refname']='orderId']"
                        + "/stringProp[@name='RegexExtractor.useHeaders']"))
                .isEqualTo("true");
        assertThat(find("//RegexExtractor[stringProp[@name='RegexExtractor.refname']='reply']"
                        + "/stringProp[@name='RegexExtractor.useHeaders']"))
                .isEqualTo("false");
    }

    private String property(String name) throws Exception {
        return find("//*[@name='" + name + "']");
    }

    private String find(String path) throws Exception {
        return XPathFactory.newInstance().newXPath().evaluate(path, plan);
    }
}
