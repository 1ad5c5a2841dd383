package dev.seckill.infra.app;

import dev.seckill.infra.embedded.ChildStack;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.process.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The project's own programs of one system: an API and a consumer, or two of each and HAProxy in front of them. */
final class Programs {

    private static final int OF_EACH = 2;

    private final List<AppProcess> apis;
    private final List<AppProcess> consumers;
    private final ChildServer balancer; // null if there is none

    private Programs(List<AppProcess> apis, List<AppProcess> consumers, ChildServer balancer) {
        this.apis = apis;
        this.consumers = consumers;
        this.balancer = balancer;
    }

    /** One of each, not started yet. */
    static Programs single(SaleSystem.Plan plan, ChildStack stack, SaleSystem.Tokens tokens) {
        AppProcess consumer = new AppProcess(plan.consumer("consumer", plan.consumerPort(), stack, tokens));
        AppProcess api =
                new AppProcess(plan.api("api", plan.apiPort(), plan.adminPort(), consumer.port(), stack, tokens));
        return new Programs(List.of(api), List.of(consumer), null);
    }

    /** Two of each, not started yet, behind HAProxy where it is installed. */
    static Programs cluster(SaleSystem.Plan plan, ChildStack stack, SaleSystem.Tokens tokens) {
        List<AppProcess> consumers = IntStream.range(0, OF_EACH)
                .mapToObj(i -> new AppProcess(
                        plan.consumer("consumer-" + (i + 1), i == 0 ? plan.consumerPort() : 0, stack, tokens)))
                .toList();
        Optional<Path> haproxy = Balancer.find();
        int orderBook = new Ports().free();
        List<AppProcess> apis = new ArrayList<>();
        for (int i = 0; i < OF_EACH; i++) {
            AppCommand api = plan.api(
                    "api-" + (i + 1),
                    i == 0 && haproxy.isEmpty() ? plan.apiPort() : 0,
                    i == 0 ? plan.adminPort() : 0,
                    haproxy.isPresent() ? orderBook : consumers.get(i).port(),
                    stack,
                    tokens);
            apis.add(new AppProcess(haproxy.isPresent() ? api.withArguments("--proxies", "1") : api));
        }
        return new Programs(
                apis,
                consumers,
                haproxy.map(program -> Balancer.of(
                                program,
                                new BalancerSettings(
                                        plan.apiPort() == 0 ? new Ports().free() : plan.apiPort(),
                                        ports(apis),
                                        orderBook,
                                        ports(consumers)),
                                plan.servers().data().resolve("haproxy"),
                                plan.log("haproxy")))
                        .orElse(null));
    }

    private static List<Integer> ports(List<AppProcess> programs) {
        return programs.stream().map(AppProcess::port).toList();
    }

    /** Starts the first API, which creates topic and counter, then the others side by side, then the balancer. */
    void start() {
        apis.get(0).start();
        List<AppProcess> others =
                Stream.concat(apis.stream().skip(1), consumers.stream()).toList();
        others.forEach(AppProcess::launch);
        others.forEach(AppProcess::awaitReady);
        if (balancer != null) {
            balancer.start();
        }
    }

    /** Where buyers go. */
    String url() {
        return balancer != null
                ? "http://127.0.0.1:" + balancer.port()
                : apis.get(0).url();
    }

    List<AppProcess> apis() {
        return apis;
    }

    List<AppProcess> consumers() {
        return consumers;
    }

    boolean isBalanced() {
        return balancer != null;
    }

    /** Each process. */
    Stream<ChildServer> parts() {
        return Stream.concat(
                Stream.concat(apis.stream(), consumers.stream()).map(AppProcess::child), Stream.ofNullable(balancer));
    }

    /** Stops what lets orders in first. */
    void stop() {
        if (balancer != null) {
            balancer.stop();
        }
        apis.forEach(AppProcess::stop);
        consumers.forEach(AppProcess::stop);
    }
}
