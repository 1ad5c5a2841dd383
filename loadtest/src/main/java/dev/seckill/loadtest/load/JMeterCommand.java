package dev.seckill.loadtest.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JMeter's command line for one run of the plan. */
record JMeterCommand(JMeterHome home, Path plan, Path folder) {

    Path results() {
        return folder.resolve("results.jtl");
    }

    Path report() {
        return folder.resolve("report");
    }

    Path log() {
        return folder.resolve("jmeter.log");
    }

    List<String> of(Crowd crowd) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm());
        command.addAll(List.of("-jar", home.jar().toString(), "-n"));
        command.addAll(List.of("-t", plan.toString()));
        command.addAll(List.of("-l", results().toString()));
        command.addAll(List.of("-j", log().toString()));
        command.addAll(List.of("-e", "-o", report().toString()));
        command.add("-Jusers=" + crowd.buyers());
        command.add("-Jramp=" + crowd.arrival().toSeconds());
        command.add("-Jprotocol=" + crowd.target().getScheme());
        command.add("-Jhost=" + crowd.target().getHost());
        command.add("-Jport=" + crowd.target().getPort());
        command.add("-Jpath=" + crowd.target().getPath());
        command.addAll(properties());
        return command;
    }

    private List<String> jvm() {
        return List.of(
                // A thread per buyer: a small stack and a heap for 2000 samplers, on a machine that also runs the
                // servers.
                "-Xss512k",
                "-Xms256m",
                "-Xmx1g",
                // A run is too short for the optimising compiler to pay: without it and with one collector thread,
                // JMeter took 9 s of CPU time for 5000 buyers instead of 17, beside servers that need the same cores.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                // Else it leaves a folder in the user's home.
                "-Djava.util.prefs.userRoot=" + folder.resolve("preferences"));
    }

    private static List<String> properties() {
        return List.of(
                "-Jsample_variables=orderId,reply",
                // So that progress and witness read every reply as soon as it is there, and none is lost on a kill.
                "-Jjmeter.save.saveservice.autoflush=true",
                "-Jjmeter.save.saveservice.output_format=csv",
                "-Jjmeter.save.saveservice.print_field_names=true",
                // A repeated purchase would be a second one.
                "-Jhttpclient4.retrycount=0",
                // Else it listens on a UDP port for commands.
                "-Jjmeterengine.nongui.port=0",
                // Charts with a point per second: the default is one per minute.
                "-Jjmeter.reportgenerator.overall_granularity=1000",
                "-Jjmeter.reportgenerator.report_title=Flash sale");
    }
}
