package dev.seckill.loadtest.browser;

import dev.seckill.infra.testing.SharedServers;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Marks tests that look at the pages in a real browser: they take a {@link Shop} and a {@link Browser}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({SharedServers.class, RealBrowser.class})
@Timeout(120)
@interface InBrowser {}
